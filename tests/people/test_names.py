"""The table of names, and what it proposes."""

import pytest

from app.people.names import Part, Script, pairs, spellings, suggestion, table
from app.people.sovereign import styled
from app.platform.text import fold


def test_the_table_holds_some_hundreds_of_names_each_once() -> None:
    sizes = (len(pairs("given", "f")), len(pairs("given", "m")), len(pairs("family")))
    assert min(sizes) > 320
    assert sizes[2] > 700
    keys = [(one.part, one.gender, one.arabic) for one in table()]
    assert len(keys) == len(set(keys))


def test_each_name_stands_in_its_script_and_is_proposed_for_the_other() -> None:
    for one in table():
        assert all("\u0600" <= letter <= "\u06ff" or letter == " " for letter in one.arabic), one
        assert one.latin[0], one
        assert not any("\u0600" <= letter <= "\u06ff" for text in one.latin for letter in text), one
        assert fold(suggestion(one.arabic, one.part, "latin")), one
        assert suggestion(one.latin[0], one.part, "ar"), one


@pytest.mark.parametrize(
    ("text", "part", "to", "proposed"),
    [
        ("خديجة", "given", "latin", "Khadija"),
        ("Khadija", "given", "ar", "خديجة"),
        ("العلمي", "family", "latin", "El Alami"),
        ("elkhalfi", "family", "ar", "الخلفي"),
        ("Al-Khalfi", "family", "ar", "الخلفي"),
        ("عبد الله", "given", "latin", "Abdellah"),
        ("عبدالله", "given", "latin", "Abdellah"),
        ("Abdallah", "given", "ar", "عبد الله"),
        ("مولاي إدريس", "given", "latin", "Moulay Driss"),
        ("Lalla Zhour", "given", "ar", "لالة زهور"),
        ("Nour Eddine", "given", "ar", "نور الدين"),
        ("بن موحى", "family", "latin", "Ben Moha"),
        ("Benabdallah", "family", "ar", "بنعبد الله"),
        ("آيت حدو", "family", "latin", "Aït Haddou"),
        ("محمد أمين", "given", "latin", "Mohamed Amine"),
        ("Zaynab", "given", "ar", "زينب"),
        ("الصحراوي", "family", "latin", "Sahraoui"),
        ("Boukhobza", "family", "ar", "بوخبزة"),
        ("مولاي رشيد", "given", "latin", "Moulay Rachid"),
        # Unknown: nothing is proposed, not even for the known half.
        ("Zorglub", "family", "ar", ""),
        ("آيت فلان", "family", "latin", ""),
        ("بن", "family", "latin", ""),
        ("", "given", "latin", ""),
    ],
)
def test_a_name_is_proposed_when_the_table_knows_all_of_it(
    text: str, part: Part, to: Script, proposed: str
) -> None:
    assert suggestion(text, part, to) == proposed


def test_the_spellings_of_a_name_are_those_by_which_it_is_looked_for() -> None:
    assert spellings("الخلفي") == ["الخلفي", "El Khalfi", "Khalfi"]
    assert spellings("Zorglub") == []


@pytest.mark.parametrize(
    ("name", "is_styled"),
    [
        ("صاحب الجلالة الملك محمد السادس نصره الله", True),
        ("جلالة الملك", True),
        ("صَاحِبُ الجَلالَةِ", True),
        ("صاحبة السمو الملكي الأميرة للا", True),
        ("Sa Majesté le Roi Mohammed VI", True),
        ("S.M. le Roi", True),
        ("HM King Mohammed VI", True),
        ("Son Altesse Royale le Prince", True),
        ("محمد السادس", False),
        ("مؤسسة محمد السادس", False),
        ("Le Roi", False),
        ("مولاي رشيد", False),
        ("Mohammed", False),
    ],
)
def test_a_style_and_not_a_name_tells_the_sovereign(name: str, is_styled: bool) -> None:
    assert styled(name) is is_styled
