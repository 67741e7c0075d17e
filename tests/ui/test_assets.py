"""Static files: kept for ever under their hash, compressed, few and light."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

STATIC = Path(__file__).parents[2] / "app" / "ui" / "static"
ADDRESS = re.compile(r'"(/assets/[0-9a-f]{12}/[^"#]+)')


def asset(look: Flask, name: str) -> str:
    with look.test_request_context():
        found = look.jinja_env.globals["asset"](name)  # type: ignore[operator]
    return str(found)


def test_a_file_is_kept_for_ever_and_not_sent_twice(look: Flask, visitor: FlaskClient) -> None:
    first = visitor.get(asset(look, "app.css"))
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    again = visitor.get(asset(look, "app.css"), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_text_is_compressed_for_those_who_can_read_it(look: Flask, visitor: FlaskClient) -> None:
    packed = visitor.get(asset(look, "app.css"), headers={"Accept-Encoding": "gzip"})
    plain = visitor.get(asset(look, "app.css"))
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_an_address_of_an_older_version_leads_to_the_present_one(look: Flask, visitor: FlaskClient) -> None:
    answer = visitor.get("/assets/000000000000/app.js")
    assert (answer.status_code, answer.location) == (302, asset(look, "app.js"))


def test_a_file_that_is_not_there_is_not_found(look: Flask, visitor: FlaskClient) -> None:
    assert visitor.get("/assets/000000000000/../../config.py").status_code == 404
    with look.test_request_context(), pytest.raises(KeyError):
        look.jinja_env.globals["asset"]("nothing.css")  # type: ignore[operator]


def test_the_stylesheet_asks_for_fonts_that_are_there(look: Flask, visitor: FlaskClient) -> None:
    place = asset(look, "app.css")
    fonts = set(re.findall(r'url\("(\.\./[^"]+)"\)', visitor.get(place).text))
    found = [visitor.get(place.rsplit("/", 2)[0] + font.removeprefix("..")) for font in sorted(fonts)]
    assert [(one.status_code, one.content_type) for one in found] == [(200, "font/woff2")] * 2


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_a_whole_public_page_is_light_and_made_of_six_files(visitor: FlaskClient, locale: str) -> None:
    page = visitor.get(f"/{locale}/styles")
    files = set(ADDRESS.findall(page.text))
    sent = [visitor.get(file, headers={"Accept-Encoding": "gzip"}) for file in files]
    assert {answer.status_code for answer in sent} == {200}
    assert len(files) + 1 <= 6
    assert len(gzip.compress(page.data)) + sum(len(answer.data) for answer in sent) <= 90_000


def test_every_icon_that_is_named_is_drawn(visitor: FlaskClient) -> None:
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "icons.svg").read_text()))
    templates = (STATIC.parents[1]).glob("*/templates/**/*.html")
    named = {
        name
        for path in templates
        for name in re.findall(
            r'\bicon(?:\(|=)"([a-z-]+)"', re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
        )
    }
    assert named - drawn == set()


def test_the_vendored_script_is_the_one_that_was_checked() -> None:
    folder = STATIC / "vendor" / "htmx"
    noted = re.search(r"sha256 ([0-9a-f]{64})", (folder / "VERSION").read_text())
    assert noted is not None
    assert hashlib.sha256((folder / "htmx.min.js").read_bytes()).hexdigest() == noted[1]
