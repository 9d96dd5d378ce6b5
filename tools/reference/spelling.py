"""Writes the names of the survey, which are in capitals without accents, as readers write them.

What is not known to be a common word, an abbreviation or a place is a name, and begins with a capital. An abbreviation
of the survey is written out only where it can mean one thing (CTRE, STE); the accents of names of places are those of
the official list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from analytics.record.cells import plain

# written in small letters inside of a name
_SMALL = """
à accueil addictologie adolescents adulte adultes âgées annexe armées association au aux cancer cancérologie cardiaque
cardio cardiologie cardiologique centre chirurgical chirurgicale chirurgie civil clinique contre convalescence court
cure dans de départemental des diététique du durée en enfant enfants et établissement européen fonctionnelle général
générale gériatrie gériatrique gérontologie gérontologique groupe gynécologie hôpital hôpitaux hospitalier
hospitalière hospitalières hospitalisation infantile institut instruction intercommunal la le les local locale long
longue lutte maison maladies maritime maternité médecine médical médicale médico mentale moyen mutualiste nouvelle
nutrition ophtalmologique orthopédique pavillon pédiatrique personnes physique pneumologie pôle polyclinique
polyvalent polyvalente postcure pour prévention privé psychiatrie psychiatrique psychiatriques psychothérapie
psychothérapique public réadaptation rééducation régional régionale repos résidence sanitaire santé séjour service
services site soins sous spécialisé spécialisée spécialisés suite sur thérapeutique thermal thermale traitement unité
universitaire vasculaire
"""
# names that have accents, and words that are written otherwise
_ACCENTED = """
Allée Américain André Angélus Ardèche Ax Béarnais Beauséjour Bégin Bélair Bérard Béthanie Bétharram Béthune Bézannes
Brière Bruyères Buissonnière Cadières Cèdres Cévennes Cézanne Châtaigneraie Château Chênaie Chêne Chênes Clémenceau
Clément Cœur Condé Confluent Corrèze Costière Côte Côtes Curé Cyprès Dame Dauphiné Debré Désandrouins Diaconesses
Dieudonné Drôme Écureuils Édouard Élan Élisabeth Émeraude Émile Émilie Épernay Espérance Étang Étienne Étoile Eugène
Évêque Évian Évrard Évreux Évry Ex Exupéry Fées Félix Forêt Fougères François Frédéric Gérard Gériatrie Grésillons
Hélène Hélier Hélio Hérault Hêtres Honoré Hospitalité Île Isère Jaurès Josée Joué Lariboisière Léon Léonard Léopold Lô
Louvière Lozère Lumière Médicalisé Médipôle Méditerranée Médoc Mémorial Mère Mérignac Miséricorde Montréal Nérac Nîmes
Notre Océan Océane Or Orléans Paré Périgueux Perréal Phocéen Picqué Pinède Pitié Pompidou Pré Prés Prévot Pyrénées Ré
Récollets Région Régnier Rémoise Rémy René Rénovation République Réunion Rhône Rivière Rivières Roseraie Salée
Salpêtrière Saône Sébastien Sébastopol Sélestat Sévigné Sèvre Sèvres Théophile Thérèse Thiérache Trégor Trénel Ty
Unité Valériane Valérien Vallée Vallées Vallès Valréas Vendée Vendéennes Vernède Véronique
"""
_ABBREVIATIONS = """
AEMC AJD ANAS APARC ASSPO BLD BTP CALME CALMETTE CAPIO CATTP CH CHAM CHBA CHCB CHD CHI CHIC CHICN CHIMR CHIRC CHITS
CHIVA CHIVAL CHM CHMS CHNO CHPC CHR CHRU CHS CHU CLCC CMC CMCO CMP CMPR CMRF CMS CNP COS CRF CRLCC CRPA CRRF CSMR
CSMRA CSPA CSSR CUP DAF EHPAD EPS EPSAN EPSM EPSMA EPSMR ES ESBV ESEAN ESPIC FILIERIS FSEF GCS GH GHBS GHEF GHEM GHER
GHI GHICL GHPSO GHRE GHRMSA GHU HAD HCL HCO HIA HIC HJ HL HM HME HMV HNFC HNO HP HPEL HPM HU HUS ICANS ICM ICO ILDYS
INICEA IRR LADAPT LNA LRS LVO MAS MCO MECS MFL MGEN MPR MR MRC MSP NATECIA NFC NOVO NUP OHS OQN PATCS PEP PHGNS PSSD
PSY SA SAS SLD SMR SOS SRR SSAM SSR SUN SYNERGIA UGECAM UHR UPS USCAR USLD USSAP USSR
"""
_AS_NAMES = ("CALMETTE", "CAPIO", "INICEA", "NATECIA", "SYNERGIA", "FILIERIS", "NOVO", "SUN", "EPHESE")
# an abbreviation of the survey that means one thing
_WRITTEN_OUT = {
    "APHP": "AP-HP",
    "APHM": "AP-HM",
    "CTRE": "centre",
    "CTR": "centre",
    "CL": "clinique",
    "CLIN": "clinique",
    "CLQ": "clinique",
    "POLYCL": "polyclinique",
    "HOP": "hôpital",
    "HOSP": "hospitalier",
    "HOSPIT": "hospitalier",
    "INST": "institut",
    "ETAB": "établissement",
    "ETS": "établissement",
    "ETB": "établissement",
    "ASSO": "association",
    "READAPT": "réadaptation",
    "READAP": "réadaptation",
    "REEDUC": "rééducation",
    "REED": "rééducation",
    "FONCT": "fonctionnelle",
    "FONCTIONELLE": "fonctionnelle",
    "CONVAL": "convalescence",
    "CONV": "convalescence",
    "UNIV": "universitaire",
    "MED": "médical",
    "CHIRURG": "chirurgicale",
    "INTERCOM": "intercommunal",
    "ST": "Saint",
    "STE": "Sainte",
    "ND": "Notre-Dame",
    "DR": "Dr",
    "ENF": "enfants",
    "RES": "résidence",
    "FOND": "Fondation",
    "ADOS": "ados",
    "DIEU": "Dieu",
    "HOTEL": "Hôtel",
    "FONDATION": "Fondation",
    "CROIX": "Croix",
}
# the letter of a first name, before a point or a person of whom the survey writes no more
_INITIAL = re.compile(r"\bà(?:\.|(?= (?:de )?(?:Rothschil|Paré|Mathis)))")
_ELISIONS = re.compile(r"\b([DL]) (?=[aeiouyhéèêâîôœ])", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"\b(?:C H(?: [UIRS])?\b|(?:[A-Z]\. ?){2,}[A-Z]?\b\.?)")  # C.H.U., C H U
_NUMERAL = re.compile(r"[IVX]{2,}")
_VOWELS = re.compile("[AEIOUY]")
# an article begins a name, and has a capital, but after these
_BEFORE_ARTICLES = ["de", "à", "sur", "et", "en", "dans", "par", "pour", "contre", "sous", "chez", "ou"]
_ARTICLES = re.compile(r"(\w+)([ -])(le |la |les |l’)", re.IGNORECASE)


def _by_plain(words: str) -> dict[str, str]:
    return {plain(word).upper(): word for word in words.split()}


_KNOWN = {
    **_by_plain(_ACCENTED),
    **_by_plain(_SMALL),
    **{word: word for word in _ABBREVIATIONS.split()},
    **{word: word.capitalize() for word in _AS_NAMES},
    **_WRITTEN_OUT,
}


def places_of(names: list[str]) -> dict[str, str]:
    """How the words of names of places are written, by their capitals; words of fewer than four letters left out."""
    words = (word for name in names for word in _WORDS.findall(name))
    return {plain(word).upper(): word for word in words if len(word) > 3 and word[0].isupper()}


def written(name: str, places: Mapping[str, str], town: str = "") -> str:
    """A name of the survey as readers write it.

    Parameters
    ----------
    name : str
        In capitals.
    places : mapping of str to str
        How words of names of places near are written, by their capitals (`places_of`).
    town : str, optional
        Where it is; its name stands as the official list has it.

    Examples
    --------
    >>> written("CTRE HOSPITALIER D ARLES", {})
    'Centre hospitalier d’Arles'
    >>> written("CHU DE SAINT-ETIENNE - HOPITAL NORD", places_of(["Saint-Étienne"]))
    'CHU de Saint-Étienne - Hôpital Nord'
    >>> written("USLD CH DE VILLENEUVE DE BERG", {}, "Villeneuve-de-Berg")
    'USLD CH de Villeneuve-de-Berg'
    >>> written("HOPITAL FONDATION A DE ROTHSCHILD", {})
    'Hôpital Fondation A. de Rothschild'
    """
    letters: set[str] = set()
    spaced = _LETTERS.sub(lambda found: _joined(found[0], letters), re.sub("['’`]", " ", name.replace("AP-HP", "APHP")))
    spaced = " ".join(re.sub(r"(?<=\w\w)\.", " ", spaced.replace("S/", "SUR ")).split())
    text = _WORDS.sub(lambda found: found[0] if found[0] in letters else _word(found[0], places), spaced)
    text = _INITIAL.sub("A.", text)
    text = _ELISIONS.sub(lambda found: f"{found[1].lower()}’", text)
    text = re.sub(r"\b(Sainte?s?|Notre) (?=[A-ZÀ-Ý])", r"\1-", text)
    text = _ARTICLES.sub(_article, text)
    if town:
        anyhow = r"[ \-’]".join(re.escape(word) for word in re.split("[-’' ]", town))
        text = re.sub(rf"\b{anyhow}\b", town.replace("'", "’"), text, flags=re.IGNORECASE)
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"( - |/|\()", text))


def _joined(found: str, letters: set[str]) -> str:
    """Letters with points or spaces between them as one abbreviation, which `letters` is told."""
    letters.add(joined := re.sub(r"[. ]", "", found))
    return f"{joined} "


def _article(found: re.Match[str]) -> str:
    before, between, article = found.groups()
    return f"{before}{between}{article if before.lower() in _BEFORE_ARTICLES else article.capitalize()}"


def _word(word: str, places: Mapping[str, str]) -> str:
    """One word; what nobody knows begins with a capital, unless it is too short for a name or has no vowel."""
    key = plain(word).upper()
    if key in _KNOWN:
        return _KNOWN[key]
    if key in places:
        return places[key]
    short = len(key) < 3 or not _VOWELS.search(key)
    if short or word != word.upper() or not word.isalpha() or _NUMERAL.fullmatch(key):
        return word
    return word.capitalize()
