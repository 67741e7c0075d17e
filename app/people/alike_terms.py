"""Words of the names of institutions that stand in both languages, as one term each; folded, without «ال»."""

_SAID_OF_MANY = """
association: جمعيه association assoc asso ass
network: شبكه reseau
foundation: موسسه fondation
league: رابطه ligue
federation: فيدراليه اتحاد federation union
ministry: وزاره ministere
commune: جماعه commune municipalite بلديه
prefecture: عماله prefecture
province: اقليم province
region: جهه region
university: جامعه universite univ
faculty: كليه faculte
school: مدرسه ecole
institute: معهد institut
council: مجلس conseil
commission: لجنه commission comite
agency: وكاله agence
office: مكتب office
direction: مديريه direction
delegation: مندوبيه delegation
centre: مركز centre
hospital: مستشفي hopital chu
academy: اكاديميه academie
observatory: مرصد observatoire
moroccan: مغربيه مغربي marocaine marocain maroc مغرب
national: وطنيه وطني nationale national
regional: جهويه جهوي regionale regional
urban: حضريه حضري urbaine urbain
general: عام عامه generale general
development: تنميه developpement
"""
_SAID_OF_ONE = """
health: صحه صحيه sante sanitaire
protection: حمايه protection
prevention: وقايه prevention
fight: محاربه مكافحه lutte
addiction: ادمان addiction addictologie
drugs: مخدرات drogue drogues
social: اجتماعيه اجتماعي sociale social
rights: حقوق droits droit
human: انسان homme humains
education: تربيه education
youth: شباب jeunesse jeunes
sport: رياضه sport sports
culture: ثقافه culture culturelle
solidarity: تضامن solidarite
justice: عدل justice
interior: داخليه interieur
women: نساء مراه femmes femme
children: اطفال طفوله enfants enfance
science: علوم sciences
letters: اداب lettres
medicine: طب medecine
east: شرق oriental
environment: بيئه environnement
planning: تخطيط plan
first: اول i 1er premier
second: ثاني ii
fifth: خامس v
sixth: سادس vi
"""
_LITTLE = "de du des la le les l d et pour contre en au aux a و من في علي ضد اجل sidi moulay سيدي مولاي"


def _terms(rows: str) -> dict[str, str]:
    split = (row.split(": ") for row in rows.strip().splitlines())
    return {word: term for term, words in split for word in words.split()}


GENERIC = frozenset(_terms(_SAID_OF_MANY).values())
TERMS = _terms(_SAID_OF_MANY) | _terms(_SAID_OF_ONE)
LITTLE = frozenset(_LITTLE.split())
