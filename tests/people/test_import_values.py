"""How cells are read: names, phones, mails, words of the lists, words that ran together."""

import pytest
from flask import Flask

from app.people import import_values, lists
from app.people.import_fields import guess
from app.people.import_names import divided, names
from app.people.import_repairs import repaired
from app.people.import_values import READ, Draft, Wrong
from app.people.import_vocabulary import accepted, kind_of
from app.people.merge_rows import Sort
from app.platform.i18n import using


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0612345678", "+212612345678"),
        ("612345678", "+212612345678"),
        ("06-12-34-56-78", "+212612345678"),
        ("٠٦١٢٣٤٥٦٧٨", "+212612345678"),
        ("00212612345678", "+212612345678"),
        ("212612345678", "+212612345678"),
        ("0612345678 / 0535000000", "+212612345678"),
        ("33612345678", "+33612345678"),
    ],
)
def test_a_phone_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert import_values.phone(typed) == kept


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("phone", "12"),
        ("phone", "06 12 34"),
        ("email", "khadija"),
        ("email", "a@b@c.ma"),
        ("website", "pas de site"),
        ("website", "https://ex_emple.ma"),
        ("civility", "colonel"),
        ("kind", "club de sport"),
        ("region", "Provence"),
        ("locale", "tamoul"),
    ],
)
def test_what_is_no_value_of_the_field_is_said_by_its_code(app: Flask, key: str, typed: str) -> None:
    with pytest.raises(Wrong) as wrong:
        READ[key](typed)
    assert str(wrong.value) == key


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("email", "Khadija <Khadija@Exemple.MA>", "khadija@exemple.ma"),
        ("email", "mailto:a@exemple.ma;", "a@exemple.ma"),
        ("website", "www.exemple.ma", "https://www.exemple.ma"),
        ("website", "HTTP://Exemple.ma/Fr", "https://exemple.ma/Fr"),
        ("kind", "Province ou préfecture", "province"),
        ("kind", "Réseau d’associations", "network"),
        ("kind", "شبكة جمعيات", "network"),
        ("civility", "Mme", "ms"),
        ("civility", "السيد", "mr"),
        ("civility", "Dr", "dr"),
        ("kind", "ONG", "association"),
        ("kind", "جماعة ترابية", "commune"),
        ("region", "Fès - Meknès", "fem"),
        ("region", "Région de l’Oriental", "ori"),
        ("region", "جهة الدار البيضاء سطات", "cas"),
        ("region", "الرباط-سلا-القنيطرة", "rsk"),
        ("locale", "Français", "fr"),
    ],
)
def test_values_are_known_in_both_languages(app: Flask, key: str, typed: str, kept: str) -> None:
    assert READ[key](typed) == kept


@pytest.mark.parametrize(
    ("typed", "given", "family"),
    [
        ("خديجة العلمي", "خديجة", "العلمي"),
        ("العلمي خديجة", "خديجة", "العلمي"),
        ("Khadija EL ALAMI", "Khadija", "EL ALAMI"),
        ("EL ALAMI Khadija", "Khadija", "EL ALAMI"),
        ("Fatima Zahra El Idrissi", "Fatima Zahra", "El Idrissi"),
        ("محمد أمين بنجلون", "محمد أمين", "بنجلون"),
        ("مولاي علي العلوي", "مولاي علي", "العلوي"),
        ("عبد الله العروي", "عبد الله", "العروي"),
        ("حسن محمد", "حسن محمد", ""),
        ("Xavier Qwerty", "Xavier Qwerty", ""),
        ("KHADIJA EL ALAMI", "KHADIJA", "EL ALAMI"),
        ("خديجة", "خديجة", ""),
    ],
)
def test_a_whole_name_is_divided_where_that_is_sure(typed: str, given: str, family: str) -> None:
    assert divided(typed) == (given, family)


@pytest.mark.parametrize(
    ("texts", "found", "codes"),
    [
        (
            {"given_ar": "Khadija", "family_ar": "العلمي"},
            {"given_latin": "Khadija", "family_ar": "العلمي"},
            ["other_script"],
        ),
        ({"given_ar": "خديجة Khadija"}, {}, ["two_scripts"]),
        ({"given_latin": "0612345678"}, {}, ["name"]),
        ({"given_latin": "Khadija 2"}, {}, ["name"]),
        ({"given_latin": "Ali (Dr)"}, {}, ["name"]),
        ({"given_latin": "Pr Khadija"}, {"given_latin": "Khadija", "degree": "pr"}, []),
        (
            {"full_latin": "M. Karim Bennani"},
            {"given_latin": "Karim", "family_latin": "Bennani", "civility": "mr"},
            ["divided"],
        ),
        ({"given_latin": "M Barek"}, {"given_latin": "M Barek"}, []),
        ({"given_latin": "Karim", "full_latin": "Karim Bennani"}, {"given_latin": "Karim"}, []),
    ],
)
def test_names_go_where_their_script_is(
    texts: dict[str, str], found: dict[str, str], codes: list[str]
) -> None:
    draft = Draft(texts=texts)
    assert names(draft) == found
    assert [fault["code"] for fault in draft.faults] == codes


def test_words_that_ran_together_are_told_apart_and_no_others_are_touched() -> None:
    assert repaired("جهة فاسمكناس والأممالمتحدة") == "جهة فاس-مكناس والأممالمتحدة"
    assert (
        repaired("منظمة الأممالمتحدة بالدارالبيضاء، الدارالبيضاء")
        == "منظمة الأمم المتحدة بالدارالبيضاء، الدار البيضاء"
    )
    assert repaired("مكناس والدار البيضاء") == "مكناس والدار البيضاء"


def test_columns_are_known_by_their_heads_in_each_language(app: Flask) -> None:
    with app.test_request_context("/fr/"):
        heads = ["N°", "Nom & Prénom", "GSM", "E-mail :", "Organisme", "الصفة", "Civilité"]
        assert guess(Sort.PERSON, heads, []) == {
            "1": "full_latin",
            "2": "phone",
            "3": "email",
            "4": "organisation",
            "5": "function_ar",
            "6": "civility",
        }
        heads = ["الاسم الكامل", "الهاتف", "البريد الإلكتروني", "المؤسسة"]
        assert guess(Sort.PERSON, heads, []) == {
            "0": "full_ar",
            "1": "phone",
            "2": "email",
            "3": "organisation",
        }


def test_the_cells_tell_the_script_of_a_column(app: Flask) -> None:
    with app.test_request_context("/fr/"):
        assert guess(Sort.PERSON, ["Nom", "Prénom"], [["العلمي", "خديجة"]]) == {
            "0": "family_ar",
            "1": "given_ar",
        }
        twice = guess(Sort.ORGANISATION, ["Nom", "Nom arabe"], [["Espoir", "الأمل"]])
        assert twice == {"0": "name_fr", "1": "name_ar"}


def test_the_kind_of_an_organisation_is_read_from_its_name() -> None:
    names_ = ["جمعية الأمل", "Université Moulay Ismaïl", "مؤسسة محمد السادس", "Office national", "Espoir"]
    assert [kind_of(one) for one in names_] == [
        "association",
        "university",
        "foundation",
        "public_body",
        None,
    ]


def test_every_word_that_the_product_shows_in_a_list_is_accepted(app: Flask) -> None:
    for code in ("civility", "degree", "kind", "region", "locale"):
        for locale in ("ar", "fr"):
            with using(locale):
                assert [word for word in accepted(code) if not READ[code](word)] == []


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_the_heads_of_an_exported_list_of_persons_are_known(app: Flask, locale: str) -> None:
    keys = ("given_ar", "family_ar", "given_latin", "family_latin", "function_ar", "function_fr")
    known = {*keys, "organisation", "phone", "email", "locale"}
    with using(locale):
        heads = [str(one.label) for one in lists.PEOPLE if one.exported]
        assert set(guess(Sort.PERSON, heads, []).values()) == known


@pytest.mark.parametrize("head", ["Langue des messages", "لغة المراسلة"])
def test_the_language_of_messages_is_known_by_its_head(app: Flask, head: str) -> None:
    assert guess(Sort.PERSON, ["Nom", head], []) == {"0": "family_latin", "1": "locale"}
