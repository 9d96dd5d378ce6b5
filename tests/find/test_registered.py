"""A name that somebody else wrote, and the one hospital of the register that it means; a doubt is no answer."""

from __future__ import annotations

import pytest

from analytics.find.registered import Registered
from analytics.record.files import DATA, read_csv

pytestmark = pytest.mark.shipped


@pytest.fixture(scope="module")
def register():
    return Registered(read_csv(DATA / "reference" / "hospitals.csv"))


@pytest.mark.parametrize(
    ("name", "town", "department", "finess"),
    [
        ("Centre Hospitalier D'Arles", "", "", "130002827"),
        ("CH ARLES", "", "13", "130002827"),
        ("Centre hospitalier de Dax", "", "40", "400000105"),
        ("centre hospitalier universitaire de Rouen", "", "", "760000158"),
        ("Centre Hospitalier de Versailles", "", "", "780000345"),
        ("Centre hospitalier Sud-Francilien", "", "91", "910020254"),
        ("Centre hospitalier Simone Veille de Cannes", "", "06", "060000544"),  # misspelled
        ("Clinique Pasteur", "Toulouse", "", "310780259"),
    ],
)
def test_a_name_that_means_one_site_finds_it(register, name, town, department, finess):
    assert register.site(name, town, department).finess_et == finess


def test_a_name_of_several_sites_of_one_entity_in_one_town_finds_the_entity(register):
    site = register.site("CHU de Brest")

    assert (site.finess_et, site.finess_ej, site.town) == ("", "290000017", "Brest")


@pytest.mark.parametrize(
    ("name", "town", "department"),
    [
        ("Clinique Pasteur", "", ""),  # there are several
        ("Hôpital", "", ""),
        ("Centre hospitalier", "", "13"),
        ("Charles Kendall", "", ""),  # “Arles” is in it
        ("Saint-Paul", "", ""),  # a town, and anything in it
        ("Centre hospitalier d’Arles", "", "75"),
        ("Câmara Municipal de Oliveira do Hospital", "", ""),
    ],
)
def test_a_name_that_may_mean_several_or_none_finds_nothing(register, name, town, department):
    assert register.site(name, town, department) is None
