"""The texts of letters. Each kind has ours; an administrator, or the organiser of an event, may write theirs.

In a text `{event}` stands for what is known of one record. Each kind says which names it knows: another is
refused when the text is saved, so that a letter never fails on one. What a record does not know is left out
with the words around it, so that no line reads "Time: ." (`_line`).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.platform import mail
from app.platform.db import db
from app.platform.i18n import _, listing, using
from app.platform.mail_rows import MailTemplate, OutgoingMail
from app.platform.mail_slots import literal
from app.platform.text import isolate

NAME = re.compile(r"\{([a-z_]+)\}")
_SENTENCE = re.compile(r"(?<=[.!?؟؛])( +)")

Facts = Callable[[int], Mapping[str, str]]
Rows = Sequence[MailTemplate]


class Origin(StrEnum):
    """Who wrote a text."""

    OURS = "ours"
    INSTALLATION = "installation"
    FORUM = "forum"


@dataclass(frozen=True)
class Kind:
    """A kind of letter: see `kind`."""

    name: str
    label: Any
    placeholders: Mapping[str, Any]
    subject: Any
    body: Any
    facts: Facts
    latest: Callable[[int | None], int | None]
    seen_by: str
    secrets: frozenset[str]
    of_forum: bool
    lines: frozenset[str]


@dataclass(frozen=True)
class Text:
    """Subject and body in one language, with their names still in them, and who wrote each."""

    subject: str
    body: str
    origins: dict[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a text: in which part ("subject" or "body") and language, and the sentence."""

    part: str
    locale: str
    message: str


LABELS: dict[str, Any] = {}  # the names of all kinds in words
_kinds: dict[str, Kind] = {}


def kind(
    name: str,
    *,
    label: Any,
    placeholders: Mapping[str, Any],
    subject: Any,
    body: Any,
    facts: Facts,
    latest: Callable[[int | None], int | None],
    seen_by: str,
    secrets: Iterable[str] = (),
    of_forum: bool = True,
    lines: Iterable[str] = (),
) -> None:
    """Declare a kind of letter; in `plug()`, beside `mail.fills(name)` when it has secrets.

    `placeholders`: name → what it stands for, in words. `subject` and `body`: lazy source strings. `facts`
    gives the values of a record by its id, in the language in force, "" for what is not known; the value of
    `organiser` is also the name of the sender. `latest` gives the id of the newest record of a forum (None:
    of all) that such a letter tells of, for the preview of those who hold the permission `seen_by`.
    `secrets`: names among the placeholders that every body must hold, and that are put in when the letter
    goes out. Without `of_forum` only the administrator writes its text. `lines`: names, for the body alone,
    whose value is sentences of ours, one a line; what somebody typed in them is isolated and `literal`
    already.
    """
    LABELS[name] = label
    _kinds[name] = Kind(
        name,
        label,
        placeholders,
        subject,
        body,
        facts,
        latest,
        seen_by,
        frozenset(secrets),
        of_forum,
        frozenset(lines),
    )


def kinds(*, of_forum: bool) -> list[Kind]:
    """Those whose text an organiser (`of_forum`) or an administrator may write, in the order of declaring."""
    return [one for one in _kinds.values() if one.of_forum or not of_forum]


def known(name: str) -> Kind | None:
    """The kind of that name."""
    return _kinds.get(name)


def send(
    name: str, subject_id: int, *, to: str, locale: str, forum_id: int | None = None, reply_to: str = ""
) -> OutgoingMail:
    """Write the letter of this kind about a record into the open unit of work, in the reader's language."""
    of = _kinds[name]
    with using(locale):
        values = of.facts(subject_id)
        written = text(of, in_force(forum_id, of.name), locale)
        return mail.compose(
            to=to,
            locale=locale,
            subject=subject_line(written.subject, values),
            text=body_text(of, written.body, values),
            kind=name,
            subject_id=subject_id,
            forum_id=forum_id,
            sender=values.get("organiser", ""),
            reply_to=reply_to,
        )


def row(of: Kind, forum_id: int | None) -> sa.Select[MailTemplate]:
    """What was written for this kind: by the organiser of the forum, or (None) by the administrator."""
    whose = MailTemplate.forum_id.is_(None) if forum_id is None else MailTemplate.forum_id == forum_id
    return sa.select(MailTemplate).where(MailTemplate.kind == of.name, whose)


def in_force(forum_id: int | None, name: str = "") -> Rows:
    """What was written for a forum (None: for the installation), by kind or for one; for `text`."""
    whose = sa.or_(MailTemplate.forum_id.is_(None), MailTemplate.forum_id == forum_id)
    found = sa.select(MailTemplate).where(whose, MailTemplate.kind == name if name else sa.true())
    return sorted(db.session.scalars(found), key=lambda one: one.forum_id is None)


def standard(forum_id: int | None, rows: Rows) -> Rows:
    """Of what is in force, that which would be while nothing is written here."""
    return [one for one in rows if one.forum_id != forum_id]


def text(of: Kind, rows: Rows, locale: str) -> Text:
    """The text in one language, of the rows `in_force`: the forum's, else the installation's, else ours.

    Subject and body are looked for apart. A language in which nobody wrote has ours: never the text of
    another language.
    """
    rows = [one for one in rows if one.kind == of.name]
    with using(locale):
        found = {"subject": str(of.subject), "body": str(of.body)}
    origins = dict.fromkeys(found, Origin.OURS)
    for part in found:
        for one in rows:
            if getattr(one, part).get(locale):
                found[part] = getattr(one, part)[locale]
                origins[part] = Origin.INSTALLATION if one.forum_id is None else Origin.FORUM
                break
    return Text(found["subject"], found["body"], origins)


def faults(of: Kind, subject: Mapping[str, str], body: Mapping[str, str]) -> list[Fault]:
    """What stands in the way of saving these texts (locale → text)."""
    found = []
    for part, texts in (("subject", subject), ("body", body)):
        for locale, written in texts.items():
            message = _fault(of, part, written)
            if message:
                found.append(Fault(part, locale, message))
    return found


def _fault(of: Kind, part: str, written: str) -> str | None:
    allowed = [name for name in of.placeholders if part == "body" or name not in of.secrets | of.lines]
    names = listing([isolate(f"{{{name}}}") for name in allowed])
    unknown = next((name for name in NAME.findall(written) if name not in allowed), None)
    if unknown:
        return str(
            _(
                "%(name)s cannot stand here. These names can: %(names)s.",
                name=isolate(f"{{{unknown}}}"),
                names=names,
            )
        )
    if re.search("[{}]", NAME.sub("", written)):
        return str(
            _("A name is written between two braces, nothing else. These names can: %(names)s.", names=names)
        )
    missing = next((name for name in of.secrets if part == "body" and f"{{{name}}}" not in written), None)
    if missing:
        return str(_("The text must hold %(name)s.", name=isolate(f"{{{missing}}}")))
    return None


def subject_line(written: str, values: Mapping[str, str]) -> str:
    """The subject of one letter; each value is isolated, since it may be in another script."""
    return _line(written, {name: isolate(literal(value)) for name, value in values.items()}) or ""


def body_text(of: Kind, written: str, values: Mapping[str, str]) -> str:
    """The body of one letter, with a slot for each secret: for `mail.compose`."""
    put = {name: value if name in of.lines else isolate(literal(value)) for name, value in values.items()}
    put |= {name: mail.slot(name) for name in of.secrets}
    lines = (_line(line.rstrip(), put) for line in written.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line is not None)).strip()


def sample(of: Kind) -> dict[str, str]:
    """Values that say what they stand for, where there is no record to show yet."""
    return {name: f"‹{word}›" for name, word in of.placeholders.items()}


def _line(line: str, values: Mapping[str, str]) -> str | None:
    """The line with its values; None when it has names and none of them has a value."""
    names = NAME.findall(line)
    if not names:
        return line
    if not any(values.get(name) for name in names):
        return None
    parts = _SENTENCE.split(line)
    said = [(gap, _sentence(one, values)) for gap, one in zip(["", *parts[1::2]], parts[::2], strict=True)]
    return "".join(gap + one for gap, one in said if one is not None).strip()


def _sentence(sentence: str, values: Mapping[str, str]) -> str | None:
    """« Lieu : {venue}, {city}. » without a venue is « Lieu : Ifrane. »; without both it is nothing.

    The words before the first name and after the last stay; a name that has no value goes with the words
    that join it to the one before.
    """
    head, *rest = NAME.split(sentence)
    if not rest:
        return sentence
    names, afters = rest[::2], rest[1::2]
    joints = [head, *afters[:-1]]
    held = [(joint, values[name]) for joint, name in zip(joints, names, strict=True) if values.get(name)]
    if not held:
        return None
    first, *others = held
    return head + first[1] + "".join(joint + value for joint, value in others) + afters[-1]
