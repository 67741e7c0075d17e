"""The operator's pictures: the logo in the header, the arms or the logo on documents; and where they are."""

from typing import cast

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs, public
from app.installation import actions
from app.installation.actions import Place
from app.installation.forms import PictureForm
from app.platform import operator, storage
from app.platform.db import unit_of_work
from app.platform.errors import NotFound
from app.platform.i18n import _, lazy
from app.ui.assets import FOREVER
from app.ui.confirming import confirm_removal

bp = Blueprint("marks", __name__, template_folder="templates")
top = Blueprint("mark", __name__)
PLACES: dict[Place, tuple[object, object]] = {
    "logo": (
        lazy("Logo in the header"),
        lazy("Beside the name of the platform, on every page. A wide picture on a light ground is best."),
    ),
    "arms": (
        lazy("Arms or logo on documents"),
        lazy("Between the French and the Arabic heading. Use the arms of the Kingdom only if you may."),
    ),
}
NAMES = {where: words[0] for where, words in PLACES.items()}
# The logo is on every page: three times the size at which it is drawn, for sharp screens, and no more.
BOXES: dict[Place, tuple[int, int]] = {"logo": (480, 144), "arms": (1200, 1200)}
_PLACE = "<any(logo, arms):place>"


@top.get("/mark/<code:mark>")
@public
def show(mark: str) -> ResponseReturnValue:
    """A picture under the digest of its bytes: another picture has another address."""
    held = operator.held()
    for found, key in ((held.logo, held.logo_key), (held.arms, held.arms_key)):
        if found and key and found["digest"] == mark:
            return _send(key, mark)
    raise NotFound()


@bp.get("/administration/settings/pictures")
@needs("installation.settings")
def index() -> str:
    return _page({})


@bp.post(f"/administration/settings/pictures/{_PLACE}")
@needs("installation.settings")
def put(place: str) -> ResponseReturnValue:
    where = cast(Place, place)
    form = PictureForm(box=BOXES[where], prefix=where)
    if not form.validate_on_submit() or form.picture is None:
        return _page({where: form}), 422
    drawn = form.picture
    stored = storage.put(drawn.data, suffix=".png")
    with unit_of_work():
        actions.place(where, stored.key, drawn.mark, by=g.user)
    flash(_("Saved."))
    return redirect(url_for(".index"), 303)


@bp.route(f"/administration/settings/pictures/{_PLACE}/removal", methods=["GET", "POST"])
@needs("installation.settings")
def remove(place: str) -> ResponseReturnValue:
    where = cast(Place, place)
    if request.method != "POST":
        return confirm_removal(str(PLACES[where][0]), back_url=url_for(".index"))
    with unit_of_work():
        actions.remove(where, by=g.user)
    flash(_("Removed."))
    return redirect(url_for(".index"), 303)


def _send(key: str, digest: str) -> Response:
    try:
        with storage.open(key) as stored:
            response = Response(stored.read(), content_type="image/png")
    except storage.Missing as error:
        raise NotFound() from error
    response.headers["Cache-Control"] = FOREVER
    response.set_etag(digest)
    response.make_conditional(request)
    return response


def _page(refused: dict[Place, PictureForm]) -> str:
    held = operator.held()
    rows = [
        (
            place,
            title,
            lead,
            getattr(held, place),
            refused.get(place) or PictureForm(box=BOXES[place], prefix=place, formdata=None),
        )
        for place, (title, lead) in PLACES.items()
    ]
    return render_template("installation/pictures.html", rows=rows)
