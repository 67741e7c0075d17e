"""What a forum lacks for its next step: its own questions, and those of the features above."""

from typing import Any

from app.forums import lifecycle, ports
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.office_queries import is_reachable, publishes_documents
from app.forums.ports import Lack
from app.platform import operator
from app.platform.clock import today
from app.platform.i18n import _, day, language_name, locales


def lacks(forum: Forum, to: State) -> list[Lack]:
    """What stands against a step forward, what blocks it first; nothing against a step back."""
    if lifecycle.is_back(forum.state, to):
        return []
    found = [one for question in ports.missing for one in question(forum, to)]
    return sorted(found, key=lambda one: not one.blocks)


def kept(forum: Forum) -> list[Lack]:
    """What blocks one of the steps that the event has taken: what it must not lose at its present one."""
    taken = [to for to in State if to is forum.state or lifecycle.is_back(forum.state, to)]
    return [one for to in taken for one in own(forum, to) if one.blocks]


def own(forum: Forum, to: State) -> list[Lack]:
    """What forums themselves ask before a step."""
    questions = {
        State.ANNOUNCED: _announced,
        State.OPEN: _open,
        State.UNDER_WAY: _under_way,
        State.CLOSED: _closed,
        State.ARCHIVED: _archived,
    }
    return questions[to](forum) if to in questions else []


def _announced(forum: Forum) -> list[Lack]:
    found = []
    if not forum.title:
        found.append(_at("identity", _("The title of the event is missing."), at="title"))
    if not forum.city:
        found.append(_at("place", _("The city is missing."), at="city"))
    if not (forum.starts_on or forum.date_note):
        sentence = _("The dates are missing. A note is enough, such as “in the autumn”.")
        found.append(_at("place", sentence, at="starts_on"))
    unsaid = [one for one in locales() if forum.title and one not in forum.title]
    for locale in unsaid:
        sentence = _("The title is missing in this language: %(language)s.", language=language_name(locale))
        found.append(_at("identity", sentence, blocks=False))
    if not forum.about:
        found.append(_at("texts", _("The presentation is empty."), blocks=False))
    return found


def _open(forum: Forum) -> list[Lack]:
    found = []
    last = forum.ends_on or forum.starts_on
    if last is None:
        found.append(_at("place", _("The dates of the event are missing."), at="starts_on"))
    elif last < today():
        found.append(_at("place", _("The dates of the event are past."), at="starts_on"))
    if not (forum.help_phone or operator.held().help_phone or is_reachable(forum.id)):
        sentence = _("A help number is missing, or a contact that the public sees.")
        found.append(_at("place", sentence, at="help_phone"))
    if not operator.held().cndp_number:
        sentence = _("The number of the CNDP receipt is missing (law 09-08): the administration fills it in.")
        found.append(Lack(sentence, blocks=False))
    return found


def _under_way(forum: Forum) -> list[Lack]:
    if forum.starts_on is None:
        return [_at("place", _("The dates of the event are missing."), at="starts_on")]
    if (forum.starts_on - today()).days > 1:
        sentence = _("It begins on %(date)s: this step opens the day before.", date=day(forum.starts_on))
        return [Lack(sentence, at="starts_on")]
    return []


def _closed(forum: Forum) -> list[Lack]:
    last = forum.ends_on or forum.starts_on
    if last and last > today():
        sentence = _("Its last day is %(date)s: this step opens on that day.", date=day(last))
        return [Lack(sentence, at="ends_on")]
    if not last and forum.state is State.ANNOUNCED:
        return [_at("place", _("The dates of the event are missing."), at="starts_on")]
    return []


def _archived(forum: Forum) -> list[Lack]:
    if publishes_documents(forum.id):
        return []
    sentence = _("No public document is there yet: the report, for example.")
    return [Lack(sentence, "parts.contacts", blocks=False)]


def _at(part: str, sentence: Any, *, blocks: bool = True, at: str = "") -> Lack:
    return Lack(sentence, "forums.edit", {"part": part}, blocks, at)
