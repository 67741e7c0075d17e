"""A page of a list, as `ui/listing.html` draws it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request

from app.platform.i18n import _, number
from app.ui.listing_asked import PAGE, Asked
from app.ui.listing_parts import Column, Filter, Listing

Address = Callable[..., str]


@dataclass(frozen=True)
class Act:
    """Something to do with the ticked rows: a button that posts them to `address(…)`, a page that asks first
    (`listing.ask`). Of many acts only the `first` stand in the bar, the others fold.
    """

    label: Any
    address: Address
    icon: str | None = None
    first: bool = True


@dataclass(frozen=True)
class Chip:
    """A value of a filter; its address puts it on, or takes it off. `count` is None where nobody counted."""

    label: Any
    url: str
    on: bool
    count: int | None


@dataclass(frozen=True)
class Page:
    """The rows of a page among `total`; addresses that keep what the page asks for."""

    asked: Asked
    rows: Sequence[Any]
    number: int
    total: int
    counts: dict[str, Counter[str]]
    address: Address
    export: Address | None
    acts: Sequence[Act]

    @property
    def listing(self) -> Listing:
        return self.asked.listing

    @property
    def query(self) -> str:
        return self.asked.query

    @cached_property
    def labels(self) -> dict[str, str]:
        """The heads by key, translated once: `data-label="{{ page.labels.name }}"` stands in every row."""
        return {one.key: str(one.label) for one in self.listing.columns}

    @property
    def span(self) -> str:
        """Which rows of how many, in words: figures on both sides of a dash change places in Arabic."""
        first = (self.number - 1) * PAGE + 1
        told = {"first": first, "last": first + len(self.rows) - 1, "total": self.total}
        return _(
            "from %(first)s to %(last)s, of %(total)s", **{key: number(one) for key, one in told.items()}
        )

    @property
    def before(self) -> str | None:
        return self._url(page=self.number - 1) if self.number > 1 else None

    @property
    def after(self) -> str | None:
        return self._url(page=self.number + 1) if self.number * PAGE < self.total else None

    @property
    def clear(self) -> str:
        """The whole list, in the same order."""
        return self._url(q="", **dict.fromkeys(self.asked.on, ""))

    @property
    def selected(self) -> str:
        """What the address ticks: "page", "all", or nothing."""
        asked_for = request.args.get("select", "")
        return asked_for if asked_for in ("page", "all") else ""

    def select(self, what: str) -> str:
        """This page with so much ticked: "page", "all" or ""."""
        return self._url(page=self.number if self.number > 1 else "", select=what)

    def exported(self, suffix: str) -> str:
        """The table of what is shown, all pages of it."""
        return self.export(suffix=suffix, **self.asked.words()) if self.export else ""

    def posted(self, act: Act) -> str:
        """Where the ticked rows go, with what the page asks for: all that match may be ticked."""
        return act.address(**self.asked.words())

    def kept(self) -> list[tuple[str, str]]:
        """What another search keeps of the address, as hidden fields."""
        words = self.asked.words(q="")
        return [
            (key, one)
            for key, value in words.items()
            for one in ([value] if isinstance(value, str) else value)
        ]

    def groups(self) -> list[tuple[Filter, list[Chip]]]:
        """The filters that offer a choice, each with its chips."""
        return [(one, self.chips(one)) for one in self.listing.filters if self.asked.choices[one.key]]

    def chips(self, one: Filter) -> list[Chip]:
        """A chip for each value of a filter."""
        on = self.asked.on[one.key]
        return [
            Chip(label, self._toggled(one.key, value), value in on, self._count(one, value))
            for value, label in self.asked.choices[one.key]
        ]

    def sortable(self) -> list[Column]:
        return [one for one in self.listing.columns if one.order]

    def hides_order(self) -> bool:
        """Whether the list can be sorted by what stands in no head of the page."""
        return any(not one.shown for one in self.sortable())

    def is_on(self, one: Filter) -> bool:
        return bool(self.asked.on[one.key])

    def sorted_by(self, column: Column) -> str:
        """`aria-sort`: "ascending", "descending", or "" when the list is sorted by another column."""
        if self.asked.sort.removeprefix("-") != column.key:
            return ""
        return "descending" if self.asked.sort.startswith("-") else "ascending"

    def sort(self, column: Column) -> str:
        """Sorted by a column; the other way round when it is already."""
        turned = f"-{column.key}" if self.sorted_by(column) == "ascending" else column.key
        return self._url(sort=turned if turned != self.listing.order else "")

    def _url(self, **other: Any) -> str:
        return self.address(**self.asked.words(**other))

    def _toggled(self, key: str, value: str) -> str:
        on = self.asked.on[key]
        return self._url(**{key: [one for one in on if one != value] if value in on else [*on, value]})

    def _count(self, one: Filter, value: str) -> int | None:
        return self.counts[one.key][value] if one.counted is not None else None
