"""Static files under an address that holds their hash, so that a browser keeps them for ever.

`app.css` is the four stylesheets of `ui` in one; a feature's own file is `asset("checkin/desk.js")`, found in
`app/checkin/static/desk.js`.
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

STYLES = (
    "tokens.css",
    "layout.css",
    "components.css",
    "pieces.css",
    "public.css",
    "programme.css",
    "programme-grid.css",
    "programme-people.css",
    "office.css",
    "listing.css",
    "directory.css",
    "compare.css",
    "programme-office.css",
    "conflicts.css",
    "speakers.css",
    "register.css",
    "registry.css",
    "registry-places.css",
    "keep.css",
    "desk.css",
    "print.css",
)
TEXTUAL = (".css", ".js", ".svg", ".json", ".txt")
TYPES = {
    ".woff2": "font/woff2",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}
FOREVER = "public, max-age=31536000, immutable"
_URL = re.compile(r'url\("([^":]+)"\)')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Asset:
    """One file as it is sent; `packed` is its gzip (text only), `digest` the hash in its address."""

    body: bytes
    packed: bytes | None
    kind: str
    digest: str


def collect(root: Path) -> dict[str, Asset]:
    """Read every static file under `root` (the package `app`), and join the stylesheets into `app.css`."""
    found: dict[str, Asset] = {}
    for folder in sorted(root.glob("*/static")):
        prefix = "" if folder.parent.name == "ui" else f"{folder.parent.name}/"
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in (".css", ".md"):
                name = prefix + path.relative_to(folder).as_posix()
                found[name] = _asset(path.read_bytes(), path.suffix)
    for path in sorted(root.glob("*/static/*.css")):
        if path.parent.parent.name != "ui":
            found[f"{path.parent.parent.name}/{path.name}"] = _asset(_style(path, found), ".css")
    joined = b"".join(_style(root / "ui" / "static" / name, found) for name in STYLES)
    found["app.css"] = _asset(joined, ".css")
    return found


def address(name: str) -> str:
    """The address of a static file. Raises KeyError when there is no such file."""
    found: dict[str, Asset] = current_app.extensions["assets"]
    return url_for("asset", digest=found[name].digest, name=name)


def send(digest: str, name: str) -> Answer:
    """Answer a static file; an address of an older version leads to the present one."""
    asset: Asset | None = current_app.extensions["assets"].get(name)
    if asset is None:
        abort(404)
    if digest != asset.digest:
        return redirect(address(name))
    packed = asset.packed if request.accept_encodings.quality("gzip") else None
    response = Response(packed or asset.body, content_type=asset.kind)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    if asset.packed:
        response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOREVER
    response.set_etag(digest)
    return response.make_conditional(request)


send.door = "public"  # type: ignore[attr-defined]


def init(app: Flask) -> None:
    """Read the files once, at start-up, and answer them under `/assets/`; in test mode as in production."""
    app.extensions["assets"] = collect(Path(__file__).parent.parent)
    app.add_url_rule("/assets/<digest>/<path:name>", "asset", send)
    app.jinja_env.globals["asset"] = address


def _asset(body: bytes, suffix: str) -> Asset:
    packed = gzip.compress(body, 9, mtime=0) if suffix in TEXTUAL else None
    kind = TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
    if suffix in TEXTUAL:
        kind += "; charset=utf-8"
    return Asset(body, packed, kind, hashlib.sha256(body).hexdigest()[:12])


def _style(path: Path, found: dict[str, Asset]) -> bytes:
    """A stylesheet without its comments and indents, its files under their hashed addresses."""
    lines = (line.strip() for line in _COMMENT.sub("", path.read_text()).splitlines())
    text = "\n".join(line for line in lines if line) + "\n"
    return _URL.sub(lambda match: f'url("../{found[match[1]].digest}/{match[1]}")', text).encode()
