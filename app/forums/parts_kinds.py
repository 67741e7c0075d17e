"""The kinds of parts of an event: what each is called, its form, and the page on which it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.forums.forms_documents import DocumentForm
from app.forums.forms_parts import ContactForm, DayForm, HallForm, PartForm, PartnerForm, ThemeForm
from app.forums.models import Contact, Day, Document, Hall, Partner, Theme
from app.platform.i18n import day, lazy, lazy_context


@dataclass(frozen=True)
class Kind:
    """`page` is the endpoint of the list; `named` says what a part is called where it is spoken of."""

    model: type[Any]
    form: type[PartForm]
    page: str
    title: Any
    new: Any
    named: Callable[[Any], str] = lambda part: str(part.name.said())


KINDS = {
    "days": Kind(Day, DayForm, "parts.days", lazy("Day"), lazy("Add a day"), lambda part: day(part.on)),
    "halls": Kind(Hall, HallForm, "parts.days", lazy("Hall"), lazy("Add a hall")),
    "themes": Kind(Theme, ThemeForm, "parts.themes", lazy("Theme"), lazy("Add a theme")),
    "partners": Kind(
        Partner,
        PartnerForm,
        "parts.partners",
        lazy("Partner"),
        lazy("Add a partner"),
        lambda part: str(part.organisation.name.said()),
    ),
    "contacts": Kind(
        Contact,
        ContactForm,
        "parts.contacts",
        lazy_context("part", "Contact"),
        lazy("Add a contact"),
        lambda part: str(part.label.said()),
    ),
    "documents": Kind(
        Document,
        DocumentForm,
        "parts.contacts",
        lazy("Document"),
        lazy("Add a document"),
        lambda part: str(part.title.said()),
    ),
}
# Partners are put in order, added and taken away; nothing else of them is changed.
EDITED = "days, halls, themes, contacts, documents"
ORDERED = "halls, themes, partners, contacts, documents"
EVERY = "days, halls, themes, partners, contacts, documents"
