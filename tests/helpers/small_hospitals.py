"""The hospitals of the small world: two of one legal entity in its first department, one on an island."""

from __future__ import annotations

import csv

_MEASURES = "people_nearest,extra_km,next,people_nearest_100,extra_km_100,next_100,beds_elsewhere,"
_MEASURES += "people_model,people_model_low,people_model_high,unfit"
_FILES = {
    "hospitals": """
finess_et,finess_ej,name,survey_name,category,kind,status,department,insee,town,latitude,longitude,point
010000001,010000010,CH de Première,CH DE PREMIERE,355,hospital,public,01,01001,Première,0.5,0.5,finess
010000002,010000010,CH d’Autre,CH D AUTRE,355,hospital,public,01,01002,Autre,0.6,0.5,town-hall
970000003,970000030,CH d’outre-mer,CH D OUTRE MER,355,hospital,,971,,Saint-Martin,,,
""",
    "hospital_beds": """
finess_et,year,finess_ej,acute,psychiatric,rehabilitation,long_term,beds
010000001,2020,010000010,190,0,10,0,200
010000001,2021,010000010,380,0,10,0,390
010000002,2021,010000010,0,0,10,0,10
970000003,2019,970000030,30,0,10,0,40
""",
    "catchments": """
finess_et,year,MEASURES
010000001,2020,9,,,9,,,0,12345,11000,13000,
010000001,2021,9,,,9,,,0,12400,11000,13000,
""",
    "incident_catchments": """
incident_id,year,finess_et,MEASURES
fr-two-towns-2022,2021,010000001,9,12.5,010000002,9,19.75,010000002,15,12400,11000,13000,
""",
    "nearest_hospitals": """
insee,from_year,to_year,finess_et
01001,2020,2021,010000001
01002,2020,2021,010000001
""",
    "register_counts": """
register,country,year,rows
veris,DEU,2018,3
veris,FRA,2017,2
veris,FRA,2019,1
eurepoc,FRA,2022,2
""",
    "register_links": """
register,row,incident_id,dated,country,probability,judgement,judged_by,half
eurepoc,17,fr-two-towns-2022,2022-03,FRA,0.91,same,source,test
eurepoc,18,fr-two-towns-2022,2022-03,FRA,0.62,other,reading,test
""",
}
REFERENCE_ROWS = {
    name: list(csv.DictReader(text.strip().replace("MEASURES", _MEASURES).splitlines()))
    for name, text in _FILES.items()
}
