"""What the directory asks of the features above it; `create_app` plugs the answers in.

`presences`: where persons and organisations have a part in a forum, which decides who sees them. `moved`: how
the rows that a merge moves are told. `records`: what each table knows of a person, for the export and the
erasure that the law asks for. `desks`: entries of the directory's navigation.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.ui.areas import Desk, open_desk

Keys = sa.Select[Any]


@dataclass(frozen=True)
class Part:
    """One part that a person or an organisation has in a forum, in words; `url` where the team sees to it,
    `is_public` when the public sees it.
    """

    forum_id: int
    text: str
    url: str
    is_public: bool


def _nothing_told(_keys: Collection[int]) -> Mapping[int, list[Part]]:
    return {}


@dataclass(frozen=True)
class Presence:
    """A way to have a part in forums: `within(forum keys)` and `shown()` select keys of the directory.

    `within`: those with a part in one of these forums (None: in any). `shown`: those whom the public sees.
    `told`: of some keys of the directory, the parts in every forum, by key, in as many queries for many keys
    as for one. `opens`: whether a part lets the team of its forum read all of who has it, as a tie does.
    """

    name: str
    within: Callable[[frozenset[int] | None], Keys]
    shown: Callable[[], Keys]
    told: Callable[[Collection[int]], Mapping[int, list[Part]]] = _nothing_told
    opens: bool = True


people: list[Presence] = []
organisations: list[Presence] = []
desks: list[Desk] = []

# (table, column) → how many rows in words, such as «3 parts in sessions».
Counted = Callable[[int], str]
moved: dict[tuple[str, str], Counted] = {}
# Of tables with one row for each forum: what a row weighs. Of two that become one, the heavier stays.
weights: dict[str, Callable[[Mapping[str, Any]], Any]] = {"tie": lambda row: bool(row["knows"])}
# Of such tables: the columns which, empty in the row that stays, take what the other says.
completed: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Subject:
    """Whose data are asked for. `rows`: by table, the keys of the rows that somebody said are this person's.

    By the addresses and names on those rows the other tables know the person; what somebody else bears too,
    such as the phone of an association, is left out. Names are folded.
    """

    rows: Mapping[str, frozenset[int]]
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def keys(self, table: str) -> frozenset[int]:
        return self.rows.get(table, frozenset())


@dataclass(frozen=True)
class Bears:
    """What a row says of who it is: the full name in each script, the mail, the phone, the language.
    `called`: the name of a row that is about several people.
    """

    names: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    locale: str = ""
    called: str = ""


@dataclass(frozen=True)
class Record:
    """What a table holds about persons.

    `rows` gives the rows about a subject; `told` one row as label → value, as the person may read it; `erase`
    takes from one row all that tells who it was, inside the open unit of work, and says whether that changed
    anything. `kept` says why a row stays as it is, and is empty for one that is erased. `ends`: what erasing
    leaves, as a sentence.

    A table that names people by itself also has `alike`, the rows that bear an address or a name, of which
    somebody must say whose they are, and `bears`. With `exact` no row that `alike` gives is compared again.
    `letters`: how the kinds of letters about its rows begin.
    """

    table: str
    label: Any
    rows: Callable[[Subject], Iterable[Any]]
    told: Callable[[Any], Mapping[Any, Any]]
    erase: Callable[[Any, User], bool]
    ends: Any = ""
    kept: Callable[[Any], Any] = lambda _row: ""
    alike: Callable[[Subject], Iterable[Any]] | None = None
    bears: Callable[[Any], Bears] = lambda _row: Bears()
    letters: str = ""
    exact: bool = False


records: dict[str, Record] = {}
# Tables that hold nothing of a person that could be told or erased, with the reason.
nothing_personal: dict[str, Any] = {}


def appear(where: list[Presence], presence: Presence) -> None:
    """Add a way to have a part; the same name replaces the earlier (one application per test)."""
    where[:] = [*(one for one in where if one.name != presence.name), presence]


def know(record: Record) -> None:
    """Say what a table holds about persons. They are shown in the order of their declaring."""
    records[record.table] = record


def nothing_in(reason: str, *tables: str) -> None:
    """Say that tables hold nothing of a person to tell or to erase, and why."""
    nothing_personal.update(dict.fromkeys(tables, reason))


def open_directory(desk: Desk) -> None:
    """Add an entry to the directory's navigation."""
    open_desk(desks, desk)
