"""A row of the directory chosen in a form by what is typed: what persons and organisations share."""

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms import Field
from wtforms.validators import StopValidation

from app.people import merging
from app.people.models import Organisation, Person
from app.platform.db import db
from app.platform.text import one_line, tidy


class Chosen(Field):
    """Found by its name; `data` is its key, or None.

    Three inputs: `<name>-text` what is typed, `<name>` the key that stood for it, `<name>-pick` the one
    chosen among several that the text may mean (`matches`). Nothing is chosen that does not bear the name,
    unless the person picks it. Draw it with `choose` of people/_choose.html.
    """

    model: ClassVar[type[Any]]
    hints: ClassVar[str]  # the endpoint that offers names while one types
    create: ClassVar[str]  # the endpoint where a row is added that is not there yet
    permission: ClassVar[str]  # of who may
    words: ClassVar[dict[str, Any]]  # "hint", "which", "none", "create"

    def __init__(self, label: Any = None, validators: Sequence[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.matches: list[Any] = []
        self.text = ""
        self.picked: int | None = None

    def found(self, text: str) -> Sequence[Organisation | Person]:
        """The rows that a text may mean, at most eight."""
        raise NotImplementedError

    def is_called(self, row: Any, text: str) -> bool:
        """Whether a row bears just this name, but for spelling."""
        raise NotImplementedError

    def may_stand(self, row: Any) -> bool:
        """Whether a row that is not looked for by its name may be meant at all."""
        return True

    def told(self, row: Any) -> str:
        """What tells a row from another of the same name; "" for nothing."""
        raise NotImplementedError

    def creating(self) -> dict[str, str]:
        """What of it stands in the address of `create`; nothing of a person, for addresses are logged: there
        the text is posted as `named`.
        """
        return {}

    @property
    def first_wrong(self) -> str:
        """Where the summary of errors leads."""
        return f"{self.name}-text"

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take what was typed and picked, else the row that is held."""
        self.process_errors: list[str] = []
        self.object_data = self.data = data if isinstance(data, int) else None
        if formdata is not None and f"{self.name}-text" in formdata:
            self.text = tidy(one_line(formdata.get(f"{self.name}-text", "")))
            self.data = _key(formdata.get(self.name))
            self.picked = _key(formdata.get(f"{self.name}-pick"))
        elif self.data is not None:
            self.text = self._name(self.data)
        self.raw_data = [self.text]

    def in_words(self) -> str:
        """The name of the row, for a page that only tells it."""
        return self._name(self.data) if self.data is not None else ""

    def pre_validate(self, form: Any) -> None:
        if not self.text:
            self.data = None
            return
        chosen = self._standing()
        if chosen is None or self.picked is not None:
            found = self.found(self.text)
            bearing = [one for one in found if self.is_called(one, self.text)]
            picked = next((one for one in found if one.id == self.picked), None)
            chosen = picked or chosen or (bearing[0] if len(bearing) == 1 else None)
            self.matches = [] if chosen else list(bearing or found)
        self.data = chosen.id if chosen else None
        if chosen is None:
            raise StopValidation(str(self.words["which" if self.matches else "none"]))

    def _standing(self) -> Any:
        """The row whose key came with the form, if the text still is its name."""
        row = db.session.get(self.model, self.data) if self.data is not None else None
        if row is None or not self.is_called(row, self.text):
            return None
        row = merging.leads_to(row)  # it may have been merged since the page was opened
        return row if row.id == self.object_data or self.may_stand(row) else None

    def _name(self, key: int) -> str:
        row = db.session.get(self.model, key)
        return row.name.said() if row is not None else ""


def _key(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
