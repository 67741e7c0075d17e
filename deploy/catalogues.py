"""The catalogues: strings drawn from the source, translations kept beside them, compiled for the application.

What is written changes only when a string does: sorted, no line numbers, no dates, a fixed header.
"""

import os
import sys
import tomllib
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from deploy.console import ROOT, say

FOLDER = ROOT / "translations"
OURS = ["lazy", "plural:1,2", "context:1c,2", "lazy_context:1c,2"]
KEYWORDS = {**DEFAULT_KEYWORDS, **parse_keywords(OURS)}
# Babel's own Arabic rule has "other" at 4 and "many" at 5, against CLDR and translators' tools (its #816).
PLURALS = {
    "ar": "nplurals=6; "
    "plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)",
    "fr": "nplurals=2; plural=(n > 1)",
}
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Mounadara\\n"
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def path(locale: str) -> Path:
    """Where the catalogue of a locale is kept."""
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"


def extracted() -> Catalog:
    """Every string of the source, with the files that use it."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {mapping["pattern"]: mapping.get("options", {}) for mapping in mappings}
    catalog = Catalog()
    for found in extract_from_dir(ROOT / "app", methods, options, KEYWORDS, directory_filter=_visible):
        name, line, message, comments, context = found
        catalog.add(message, None, [(f"app/{name}", line)], auto_comments=comments, context=context)
    return catalog


def kept(locale: str) -> Catalog:
    """The catalogue as it stands in the tree; before the first string, one with a header alone."""
    text = HEADER.format(locale=locale, plurals=PLURALS[locale])
    source = path(locale)
    return read_po(BytesIO(source.read_bytes() if source.exists() else text.encode()), locale=locale)


def update() -> None:
    """Add new strings untranslated, drop those no longer used, keep every translation of the others."""
    template = extracted()
    for locale in PLURALS:
        catalog = kept(locale)
        catalog.update(template, no_fuzzy_matching=True)
        path(locale).parent.mkdir(parents=True, exist_ok=True)
        path(locale).write_text(written(catalog, locale))
        missing = sum(not _complete(message.string) for message in catalog if message.id)
        say(f"{path(locale).relative_to(ROOT)}: {len(catalog)} strings, {missing} without a translation")


def compile_all() -> None:
    """Write the .mo beside each .po; what is untranslated is left out and shows in English."""
    for locale in PLURALS:
        if path(locale).exists():
            # Nobody reads half a catalogue; two who compile at once do not write into one.
            made = path(locale).with_suffix(f".mo.{os.getpid()}.new")
            try:
                with made.open("wb") as target:
                    write_mo(target, kept(locale))
                made.replace(path(locale).with_suffix(".mo"))
            finally:
                made.unlink(missing_ok=True)


def written(catalog: Catalog, locale: str) -> str:
    """The catalogue as text: what depends on nothing but its strings."""
    body = BytesIO()
    write_po(
        body, catalog, width=0, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False
    )
    return (
        HEADER.format(locale=locale, plurals=PLURALS[locale]) + body.getvalue().decode().rstrip("\n") + "\n"
    )


def _complete(string: str | list[str] | tuple[str, ...] | None) -> bool:
    return all([string] if isinstance(string, str) else string or [""])


def _visible(folder: str) -> bool:
    return not Path(folder).name.startswith((".", "__"))


if __name__ == "__main__":
    {"update": update, "compile": compile_all}[sys.argv[1]]()
