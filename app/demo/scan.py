"""What stands for the scan of a signed paper, and the documents of the fictional event: pages that say of
themselves that they are worth nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.demo.content import read
from app.platform import documents as pdfs
from app.platform import storage
from app.platform.i18n import direction
from app.platform.storage import Stored

_STYLE = """
.mark { border: 1pt solid; padding: 3mm; text-align: center; font-weight: bold; }
h1 { font-size: 16pt; }
"""


@dataclass(frozen=True)
class Paper:
    """A file in the storage and the name under which it is saved."""

    stored: Stored
    filename: str


def papers() -> dict[str, Paper]:
    """Set and store the paper of each signed agreement of the content, by its key. Before a unit of work."""
    return {one["key"]: _paper(one) for one in read("live")["agreements"] if "scan" in one}


def documents() -> dict[str, Paper]:
    """Set and store each document of the event, by its key. Before a unit of work."""
    return {one["key"]: _document(one) for one in read("live")["documents"]}


def _document(content: Mapping[str, Any]) -> Paper:
    page = Markup("<hr>").join(
        _page(locale, content["mark"], content["title"], _list(one[locale] for one in content["lines"]))
        for locale in ("ar", "fr")
    )
    made = pdfs.pdf(page, lang="ar", title=content["title"]["ar"], style=_STYLE)
    return Paper(storage.put(made, suffix=".pdf"), content["filename"])


def _paper(agreement: Mapping[str, Any]) -> Paper:
    scan = agreement["scan"]
    page = Markup("<hr>").join(_half(agreement, scan, locale) for locale in ("ar", "fr"))
    made = pdfs.pdf(page, lang="ar", title=agreement["title"]["ar"], style=_STYLE)
    return Paper(storage.put(made, suffix=".pdf"), scan["filename"])


def _half(agreement: Mapping[str, Any], scan: Mapping[str, Any], locale: str) -> Markup:
    names = _list(_signatory(party, locale) for party in agreement["parties"])
    articles = _paragraphs(one[locale] for one in scan["articles"])
    return _page(locale, scan["mark"], agreement["title"], names + articles)


def _page(locale: str, mark: Mapping[str, str], title: Mapping[str, str], body: Markup) -> Markup:
    return Markup(
        '<section lang="{locale}" dir="{direction}">'
        '<p class="mark">{mark}</p><h1>{title}</h1>{body}</section>'
    ).format(locale=locale, direction=direction(locale), mark=mark[locale], title=title[locale], body=body)


def _signatory(party: Mapping[str, Any], locale: str) -> str:
    who = party["signatories"][0]
    comma = "، " if locale == "ar" else ", "
    return comma.join((who["name"][locale], who["capacity"][locale]))


def _list(lines: Iterable[str]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(line) for line in lines))


def _paragraphs(lines: Iterable[str]) -> Markup:
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)
