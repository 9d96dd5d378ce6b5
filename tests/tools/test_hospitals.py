"""The register of French hospitals: names, points that are wrong in the source, and the survey it is made from."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from analytics.record.files import DATA, read_csv
from analytics.schema import col
from tools.reference.hospitals import FAR_KM, kilometres, register
from tools.reference.people import spread
from tools.reference.spelling import places_of, written
from tools.reference.survey import MERGED, commune_of

REFERENCE = DATA / "reference"
# a table of the survey, one row a year and site, and one of its last year with points
SURVEY, LATEST = os.environ.get("ATLAS_SAE_FILE"), os.environ.get("ATLAS_SAE_SITES_FILE")
MOVED_ACUTE = {
    "680004546": "Hôpital Émile Muller",  # Mulhouse
    "930000328": "CH général Delafontaine",  # Saint-Denis
    "340000033": "CH Béziers",
    "750100018": "GHU AP-HP CUP site Hôtel Dieu",
    "570001016": "EPSM Metz-Jury",
    "830100855": "Centre de gérontologie Saint-François",  # Nans-les-Pins
    "320000128": "CH Gimont",
    "060000494": "CH Saint-Lazare de Tende",
}

COMMUNES = pd.DataFrame(
    [
        ("01001", "Première", "01", "46.0", "5.0"),
        ("75104", "Paris 4e", "75", "48.855", "2.357"),
        ("97411", "Saint-Denis", "974", "-20.88", "55.45"),
    ],
    columns=["insee", "name", "department", "latitude", "longitude"],
)


def made(*sites: tuple[str, str, str, str, str, str], points: dict[str, tuple[str, str, str]]) -> pd.DataFrame:
    """The hospitals of sites (number, year, name, department, commune, town) with the points that the source has."""
    beds = dict.fromkeys(("lits_mco", "lits_total"), "9") | dict.fromkeys(("lits_psy", "lits_smr", "lits_usld"), "0")
    survey = pd.DataFrame(sites, columns=["fi", "annee", "rs", "dep", "cominsee", "nomcom"]).assign(
        fi_ej="e", cat="355", **beds
    )
    latest = pd.DataFrame(
        [(number, "e", "1", *point) for number, point in points.items()],
        columns=["fi", "fi_ej", "stjr", "lat", "lon", "point"],
    )
    return register(survey, latest, COMMUNES).hospitals.set_index(col.FINESS_ET)


def test_a_point_is_believed_within_25_km_of_its_town_hall_and_else_the_town_hall_is_taken():
    own = "eurostat_finess_2020"
    near, far = 46.0 + 24.9 / 111.2, 46.0 + 25.2 / 111.2
    table = made(
        *((number, "2024", "CH", "01", "01001", "PREMIERE") for number in "abcd"),
        ("e", "2024", "CH", "971", "9A127", "SAINT-MARTIN"),
        points={
            "a": (str(near), "5.0", own),
            "b": (str(far), "5.0", own),
            "c": ("46.1", "5.0", "mairie_commune"),
            "e": ("16.2", "-61.5", own),
        },
    )

    assert table[col.POINT].fillna("").tolist() == ["finess", "moved", "town-hall", "town-hall", ""]
    assert table.loc["b", [col.LATITUDE, col.LONGITUDE]].tolist() == [46.0, 5.0]
    assert table.loc["e", [col.LATITUDE, col.LONGITUDE, col.INSEE]].isna().all()
    assert table.loc["e", col.TOWN] == "Saint-Martin"


def test_a_site_is_as_its_last_year_with_beds_has_it():
    table = made(
        ("a", "2024", "NOUVEAU NOM", "01", "01001", "PREMIERE"),
        ("a", "2019", "ANCIEN NOM", "01", "01001", "PREMIERE"),
        points={},
    )

    assert table["name"].tolist() == ["Nouveau Nom"]
    assert table[col.STATUS].isna().all()


def test_a_commune_that_nobody_knows_is_named():
    with pytest.raises(ValueError, match=r"communes of the survey that are in no table of communes: \['01999'\]"):
        made(("a", "2024", "CH", "01", "01999", "NULLE PART"), points={})


@pytest.mark.parametrize(
    ("code", "town", "insee"),
    [
        ("9A103", "ABYMES", "97103"),
        ("9F611", "MAMOUDZOU", "97611"),
        ("75056", "PARIS 13E ARRONDISSEMENT", "75113"),
        ("75056", "PARIS 04EME", "75104"),
        ("69123", "LYON 01ER", "69381"),
        ("13055", "MARSEILLE 1ER ARRONDISSEMENT", "13201"),
        ("2A004", "AJACCIO", "2A004"),
    ],
)
def test_communes_are_those_of_the_official_list(code, town, insee):
    assert commune_of(code, town) == insee


def test_kilometres_are_those_of_a_degree_of_latitude():
    one = pd.Series([46.0])
    assert kilometres(one, one, one + 1, one)[0] == pytest.approx(111.2, abs=0.1)
    assert kilometres(one, one, one, one + 1)[0] == pytest.approx(111.2 * np.cos(np.radians(46)), rel=1e-3)


@pytest.mark.parametrize(
    ("name", "town", "expected"),
    [
        ("CENTRE HOSPITALIER DE CHAUMONT", "", "Centre hospitalier de Chaumont"),
        ("C.H.U. DE POINTE-A-PITRE/ABYMES", "", "CHU de Pointe-à-Pitre/Abymes"),
        ("GHU APHP CUP SITE HOTEL DIEU", "", "GHU AP-HP CUP site Hôtel Dieu"),
        ("CLINIQUE LES OISEAUX", "", "Clinique Les Oiseaux"),
        ("HOPITAL PRIVE DE L EST LYONNAIS", "", "Hôpital privé de l’Est Lyonnais"),
        ("CTRE HOSPITALIER ST-PIERRE D'OLERON", "Saint-Pierre-d'Oléron", "Centre hospitalier Saint-Pierre-d’Oléron"),
        ("USLD CH LE HAVRE", "Le Havre", "USLD CH Le Havre"),
        ("SSR NEUILLY S/SEINE", "Neuilly-sur-Seine", "SSR Neuilly-sur-Seine"),
        ("MAISON MEDICALE JEAN XXIII", "", "Maison médicale Jean XXIII"),
        ("HP A. TZANCK MOUGINS", "Mougins", "HP A. Tzanck Mougins"),
        ("CENTRE LUTTE CONTRE LE CANCER", "", "Centre lutte contre le cancer"),
    ],
)
def test_names_are_written_as_readers_write_them(name, town, expected):
    assert written(name, places_of(["Oléron"]), town) == expected


def test_sixteen_points_are_spread_over_an_outline_and_none_is_twice():
    outline = shapely.box(5.0, 45.0, 5.4, 45.1)
    points = spread(outline)

    assert len(set(points)) == 16
    assert all(outline.contains(shapely.Point(longitude, latitude)) for latitude, longitude in points)
    assert np.mean(points, axis=0) == pytest.approx([45.05, 5.2], abs=1e-4)


# --- what is shipped --------------------------------------------------------------------------------------


@pytest.mark.shipped
def test_the_points_that_were_wrong_are_these(shipped):
    moved = shipped.hospitals[shipped.hospitals[col.POINT] == "moved"].set_index(col.FINESS_ET)

    assert len(moved) == 18
    assert {number: moved.loc[number, "name"] for number in MOVED_ACUTE} == MOVED_ACUTE


@pytest.mark.shipped
def test_every_point_is_near_its_town_hall(shipped):
    halls = pd.concat([read_csv(REFERENCE / f"{name}.csv") for name in ("communes", "districts")])
    halls = halls.set_index(col.INSEE)[[col.LATITUDE, col.LONGITUDE]].astype(float)
    known = shipped.hospitals.dropna(subset=[col.LATITUDE])
    points = known[[col.LATITUDE, col.LONGITUDE]].astype(float)
    hall = halls.loc[known[col.INSEE]].set_index(known.index)

    away = kilometres(points[col.LATITUDE], points[col.LONGITUDE], hall[col.LATITUDE], hall[col.LONGITUDE])
    assert away.max() <= FAR_KM
    assert (away[known[col.POINT] != "finess"] == 0).all()
    without = shipped.hospitals[shipped.hospitals[col.LATITUDE].isna()]
    assert sorted(without[col.TOWN]) == ["Saint-Barthélemy", "Saint-Martin"]


@pytest.mark.shipped
def test_the_register_has_all_hospitals_with_beds_and_the_totals_of_the_areas(shipped):
    beds = shipped.hospital_beds
    disciplines = [col.ACUTE, col.PSYCHIATRIC, col.REHABILITATION, col.LONG_TERM]

    assert shipped.checked.problems.empty
    assert len(shipped.hospitals) == 2990
    assert beds.groupby(col.YEAR).size().to_dict()[2024] == 2801
    assert (beds[disciplines].sum(axis=1) == beds[col.BEDS]).all()
    where = beds.merge(shipped.hospitals[[col.FINESS_ET, col.DEPARTMENT]], on=col.FINESS_ET)
    of_areas = shipped.beds.set_index([col.CODE, col.YEAR])[col.BEDS]
    added = where.groupby([col.DEPARTMENT, col.YEAR])[col.BEDS].sum()
    assert (added.rename_axis(of_areas.index.names) - of_areas).fillna(1).abs().sum() == 0


@pytest.mark.shipped
def test_what_is_merged_since_is_no_commune_any_more():
    communes = set(read_csv(REFERENCE / "communes.csv")[col.INSEE])

    assert not communes & MERGED.keys()
    assert set(MERGED.values()) <= communes


@pytest.mark.skipif(not (SURVEY and LATEST), reason="the survey is not shipped: no variable names its two tables")
def test_the_tables_are_what_the_survey_gives():
    communes = pd.concat([read_csv(REFERENCE / f"{name}.csv") for name in ("communes", "districts")])
    found = register(read_csv(Path(str(SURVEY))), read_csv(Path(str(LATEST))), communes)

    for name, table in (("hospitals", found.hospitals), ("hospital_beds", found.beds)):
        assert table.to_csv(index=False, lineterminator="\n") == (REFERENCE / f"{name}.csv").read_text("utf-8")
