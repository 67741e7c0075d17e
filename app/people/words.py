"""What organisations are and how persons are addressed, in words."""

from app.people.models import Civility, Degree, Gender, Kind, Organisation, Person
from app.platform.i18n import lazy_context, using

KIND_WORDS = {
    Kind.MINISTRY: lazy_context("organisation", "Ministry"),
    Kind.REGION: lazy_context("organisation", "Region"),
    Kind.PROVINCE: lazy_context("organisation", "Province or prefecture"),
    Kind.COMMUNE: lazy_context("organisation", "Commune"),
    Kind.UNIVERSITY: lazy_context("organisation", "University"),
    Kind.PUBLIC_BODY: lazy_context("organisation", "Public body"),
    Kind.ASSOCIATION: lazy_context("organisation", "Association"),
    Kind.NETWORK: lazy_context("organisation", "Network of associations"),
    Kind.FOUNDATION: lazy_context("organisation", "Foundation"),
    Kind.INTERNATIONAL: lazy_context("organisation", "International organisation"),
    Kind.PRESS: lazy_context("organisation", "Press"),
    Kind.OTHER: lazy_context("organisation", "Other"),
}
SOURCE_WORDS = {
    "source_document": lazy_context("source", "Source document"),
    "press": lazy_context("source", "Press"),
    "ministry": lazy_context("source", "Ministry"),
    "demo": lazy_context("source", "Demo data"),
}
_M, _F = Gender.MASCULINE, Gender.FEMININE
# The gender of the noun that names such an organisation: (in Arabic, in French), where it is always the same.
USUAL_GENDER: dict[Kind, tuple[Gender, Gender]] = {
    Kind.MINISTRY: (_F, _M),
    Kind.REGION: (_F, _F),
    Kind.COMMUNE: (_F, _F),
    Kind.UNIVERSITY: (_F, _F),
    Kind.ASSOCIATION: (_F, _F),
    Kind.NETWORK: (_F, _M),
    Kind.FOUNDATION: (_F, _F),
    Kind.INTERNATIONAL: (_F, _F),
}
GENDER_WORDS = {
    Gender.MASCULINE: lazy_context("gender", "Masculine"),
    Gender.FEMININE: lazy_context("gender", "Feminine"),
}
CIVILITY_WORDS = {
    Civility.MR: lazy_context("civility", "Mr"),
    Civility.MS: lazy_context("civility", "Ms"),
}
# In a list of choices: for a man or a woman.
DEGREE_WORDS = {
    Degree.DOCTOR: lazy_context("degree", "Dr"),
    Degree.PROFESSOR: lazy_context("degree", "Professor"),
    Degree.LAWYER: lazy_context("degree", "Counsel"),
}
_MASCULINE = {
    Degree.DOCTOR: lazy_context("degree of a man", "Dr"),
    Degree.PROFESSOR: lazy_context("degree of a man", "Professor"),
    Degree.LAWYER: lazy_context("degree of a man", "Counsel"),
}
_FEMININE = {
    Degree.DOCTOR: lazy_context("degree of a woman", "Dr"),
    Degree.PROFESSOR: lazy_context("degree of a woman", "Professor"),
    Degree.LAWYER: lazy_context("degree of a woman", "Counsel"),
}


def addressed(person: Person, locale: str) -> str:
    """The name with what stands before it: «السيدة الدكتورة خديجة العلمي» · « Mme Dr Khadija El Alami ».

    A degree agrees with the civility; of a person who gave none it is left out, for it would take a gender.
    """
    with using(locale):
        said = [str(CIVILITY_WORDS[person.civility])] if person.civility else []
        if person.civility and person.degree:
            words = _FEMININE if person.civility is Civility.MS else _MASCULINE
            said.append(str(words[person.degree]))
        return " ".join([*said, person.name.said(locale)])


def gender_of(organisation: Organisation, locale: str) -> Gender | None:
    """The grammatical gender of an organisation's name in a language: as given, else that of its kind."""
    given = organisation.gender_ar if locale == "ar" else organisation.gender_fr
    usual = USUAL_GENDER.get(organisation.kind)
    return given or (usual[0 if locale == "ar" else 1] if usual else None)
