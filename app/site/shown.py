"""Which rows stand on which public pages: whoever changes one changes the pages, at once."""

from collections.abc import Iterable
from typing import Any

from app.forums.kept import scope
from app.forums.models import Contact, Day, Document, Forum, Hall, Partner, Series, Theme
from app.memoranda.models import Agreement, PaperScan, Party, Signatory
from app.people.models import Organisation, Person
from app.platform.db import Model, db
from app.platform.operator import Operator
from app.platform.page_versions import SITE, shown
from app.programme.release_rows import Release
from app.programme.rule_rows import PrayerDay, Rules
from app.programme.speaker_rows import Speaker
from app.registrations.models import Category
from app.registrations.rule_rows import Rules as RegistrationRules

# What a page says of a person or an organisation; their addresses, notes and search keys are in no page.
ORGANISATION = ("name", "acronym", "tifinagh", "logo", "logo_key", "merged_into_id")
PERSON = (
    *("given_ar", "family_ar", "given_latin", "family_latin", "printed", "tifinagh", "civility", "degree"),
    *("function", "organisation_id", "photo", "photo_key", "merged_into_id", "erased_at"),
)


def declare() -> None:
    """Tell page_versions; a new kind of page adds its rows here."""
    for everywhere in (Operator, Series):
        shown(everywhere, lambda _: (SITE,))
    shown(Organisation, lambda _: (SITE,), columns=ORGANISATION)
    shown(Person, lambda _: (SITE,), columns=PERSON)
    # Home and the list name events and agreements; the editions of a series name each other.
    shown(Forum, lambda forum: (scope(forum.id), SITE))
    # The sitemap names the sessions and speakers of the releases.
    shown(Release, lambda release: (scope(release.forum_id), SITE))
    shown(Agreement, lambda agreement: (scope(agreement.forum_id), SITE))
    for part in (Category, Contact, Day, Document, Hall, Partner, PrayerDay, RegistrationRules, Rules, Theme):
        shown(part, lambda row: (scope(row.forum_id),))
    shown(Speaker, lambda row: (scope(row.forum_id),), columns=("biography", "ref"))
    for paper in (PaperScan, Party):
        shown(paper, lambda row: _through(Agreement, row.agreement_id))
    shown(Signatory, lambda _: (SITE,))


def _through(model: type[Model], key: int) -> Iterable[str]:
    """The event of the row above; where that is gone too, every page."""
    above: Any = db.session.get(model, key)
    return (scope(above.forum_id),) if above else (SITE,)
