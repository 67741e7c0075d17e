"""What a reader sees of the public pages of a programme."""

import re

from flask.testing import FlaskClient

from app.platform.i18n import _, using

PROGRAMME = "/{locale}/forums/live/programme/"
_TITLE = re.compile(r'<h[345] class="title">(?:<a[^>]*>|<s>)?(.*?)(?:</a>|</s>)?</h[345]>')
_TAG = re.compile(r"<[^>]+>")


def page(client: FlaskClient, path: str = "", locale: str = "fr") -> str:
    """The main part of a page that answers 200."""
    answer = client.get(PROGRAMME.format(locale=locale) + path)
    assert answer.status_code == 200
    return answer.text.partition("<main")[2].partition("</main>")[0]


def titles(text: str) -> list[str]:
    """The titles of the sessions on a page, in its order."""
    return [_TAG.sub("", one) for one in _TITLE.findall(text)]


def words(text: str) -> str:
    """What is read, without the markup."""
    return " ".join(_TAG.sub(" ", text).split())


def said(source: str, locale: str = "fr", **values: object) -> str:
    """A sentence of the product as `words` gives it."""
    with using(locale):
        return " ".join(str(_(source, **values)).split())
