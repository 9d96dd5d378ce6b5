"""Groups of countries: a country is in one group of a classification at most, and the file is what the tool makes."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.record.files import DATA, read_csv
from analytics.schema import col
from analytics.schema.codes import COUNTRY_GROUPS
from analytics.selection.selection import Selection
from tools.reference.country_groups import COLUMNS, MEMBERS, OF_PACKAGE, country_groups

FILE = DATA / "reference" / "country_groups.csv"


def test_the_file_is_what_the_tool_makes_of_the_members_of_the_package():
    shipped = read_csv(FILE).astype(str)
    package = pd.DataFrame({"ISO3": sorted(shipped[col.COUNTRY].unique())})
    for group, column in OF_PACKAGE.items():
        members = shipped.loc[shipped["group"] == group, col.COUNTRY]
        package[column] = package["ISO3"].where(package["ISO3"].isin(members))

    assert country_groups(package).astype(str).equals(shipped[COLUMNS].reset_index(drop=True))


def test_every_classification_has_its_source_its_day_and_its_licence_and_no_country_twice():
    shipped = read_csv(FILE)

    assert not shipped.isna().any().any()
    assert not shipped.duplicated(["classification", col.COUNTRY]).any()
    assert set(shipped["group"]) == set(COUNTRY_GROUPS) == {*MEMBERS, *OF_PACKAGE}


@pytest.mark.parametrize(
    ("group", "number"),
    [("who-afr", 47), ("who-amr", 35), ("who-sear", 10), ("who-eur", 53), ("who-emr", 21), ("who-wpr", 28), ("eu", 27),
     ("oecd", 38), ("income-low", 25), ("income-lower-middle", 50)],
)  # fmt: skip
def test_a_group_has_as_many_members_as_it_says(group, number):
    assert (read_csv(FILE)["group"] == group).sum() == number


@pytest.mark.shipped
@pytest.mark.parametrize("group", COUNTRY_GROUPS)
def test_a_choice_of_a_group_is_that_of_its_countries(shipped, publish_shipped, held_shipped, group):
    members = set(shipped.country_groups.loc[shipped.country_groups["group"] == group, col.COUNTRY])
    published, chosen = publish_shipped("attacker"), Selection(group=(group,), evidence="attacker")
    known = tuple(sorted(members & set(shipped.countries[col.CODE])))

    assert chosen.keep(published).equals(Selection(country=known, evidence="attacker").keep(published))
    assert set(held_shipped.table("sites", chosen)[col.COUNTRY]) <= members
    assert set(held_shipped.table("countries", chosen)[col.CODE]) == set(known)
