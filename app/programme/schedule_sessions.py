"""The page of one session: what it is about, its talks, who has a part, the hall and how it is reached."""

from flask import render_template

from app.accounts.doors import public
from app.forums.kept import kept
from app.forums.models import Forum
from app.forums.public import prose
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.programme import schedule_structured
from app.programme.schedule import bp, frame
from app.programme.schedule_reading import overlap, read
from app.programme.words import KIND_WORDS


@bp.get("/forums/<forum:forum>/programme/sessions/<code:ref>")
@public
@kept
def session(forum: Forum, ref: str) -> str:
    programme = read(forum)
    item = next((one for one in programme.items if one.row.ref == ref), None)
    if item is None:
        raise NotFound(_("This session is not in the programme any more."))
    around = [one for one in programme.standing if one.on == item.on and one.row.ref != ref]
    return render_template(
        "schedule/session.html",
        **frame(forum, programme, item.row.title.said() or str(KIND_WORDS[item.row.kind])),
        item=item,
        abstract=prose(item.row.abstract),
        talks=[(talk, prose(talk.row.abstract)) for talk in item.talks],
        meanwhile=[one for one in around if overlap(one, item)],
        data=schedule_structured.session(forum, item),
    )
