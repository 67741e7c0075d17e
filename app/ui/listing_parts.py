"""What a list is made of: its columns, its filters, its first order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from app.platform import i18n
from app.platform.text import Searched

Kind = Literal["text", "phone", "mail", "number", "date", "moment"]


@dataclass(frozen=True)
class Column:
    """A column of the page, of the exported table, or of both.

    `value(row)` is what stands in the table, and in a cell that the template does not draw itself. `order()`
    gives the SQL expression to sort by, or several (None: no sorting); it is asked at each request, and may
    follow the reader's language: `by_name(Person)`. `kind` says how the value is written: a number that is a
    name, such as that of a registration, is "text". `shown`: False for a column of the export alone;
    `exported`: False for one of the page alone. A row is what the query gives: the model, or a Row where it
    selects more.
    """

    key: str
    label: Any
    value: Callable[[Any], Any]
    order: Callable[[], Any] | None = None
    kind: Kind = "text"
    shown: bool = True
    exported: bool = True


@dataclass(frozen=True)
class Filter:
    """A group of chips. Several values of one filter widen, several filters narrow.

    `choices()` gives (value, label) in the order of the chips; whatever else an address says is ignored.
    `where(value)` is the SQL condition. `counted`: the SQL expression that equals the value, where the chips
    should say how many rows each would show; all counted filters together cost one question. `aside`: it
    waits behind «More filters». Many chips fold, unless `always` says that they are what the list is for.
    """

    key: str
    label: Any
    choices: Callable[[], Iterable[tuple[Any, Any]]]
    where: Callable[[str], sa.ColumnElement[bool]]
    counted: Any = None
    aside: bool = False
    always: bool = False


@dataclass(frozen=True)
class Listing:
    """A list of rows of `model` (searched when it is `Searched`). `name` is that of its files, in ASCII.

    `order`: the key of the column that it is sorted by at first, "-key" for the greatest first.
    """

    name: str
    model: type[Any]
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    order: str = ""

    @property
    def shown(self) -> list[Column]:
        return [one for one in self.columns if one.shown]

    @property
    def exported(self) -> list[Column]:
        return [one for one in self.columns if one.exported]

    @property
    def searched(self) -> bool:
        return issubclass(self.model, Searched)

    def key(self, row: Any) -> int:
        """The key of the model of a row."""
        key: int = (row[0] if isinstance(row, sa.Row) else row).id
        return key

    def title(self, row: Any) -> Any:
        """What a row is called: its first column that says something."""
        return next((told for column in self.columns if (told := column.value(row))), self.key(row))


def by_name(model: type[Searched]) -> Callable[[], Any]:
    """For `Column(order=…)`: as a reader expects, in the language of the page."""
    return lambda: model.sort_ar if i18n.current() == "ar" else model.sort_fr
