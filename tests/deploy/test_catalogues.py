"""The catalogues as the commands keep them."""

from babel.messages.catalog import Catalog

from deploy import catalogues


def test_what_is_written_does_not_depend_on_where_strings_stand() -> None:
    first, second = Catalog(), Catalog()
    first.add("One", "Un", [("app/a.py", 3)])
    first.add("Two", "Deux", [("app/a.py", 9)])
    second.add("Two", "Deux", [("app/a.py", 1)])
    second.add("One", "Un", [("app/a.py", 700)])
    assert catalogues.written(first, "fr") == catalogues.written(second, "fr")


def test_the_header_holds_no_date_and_no_name_of_a_tool() -> None:
    header = catalogues.written(Catalog(), "ar").split("\n\n")[0]
    assert [line.partition(":")[0].strip('"') for line in header.splitlines()[2:]] == [
        "Project-Id-Version",
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Plural-Forms",
    ]


def test_every_way_to_say_a_string_is_read() -> None:
    assert {"_", "lazy", "plural", "context", "lazy_context", "ngettext"} <= set(catalogues.KEYWORDS)
