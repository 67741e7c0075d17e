"""Sessions side by side: nothing covers anything, and what is for all goes across."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.programme.schedule_grid import MOST_COLUMNS, MOST_ROWS, Grid, Place, Slot, lay

NINE = datetime(2026, 12, 4, 8, tzinfo=UTC)
A, B = (0, 11), (1, 22)  # places of halls among the halls, with their keys


def slot(key: str, hall: tuple[int, int] | None, begin: int, minutes: int | None = 60) -> Slot:
    """A session that begins some minutes after nine."""
    starts = NINE + timedelta(minutes=begin)
    return Slot(key, hall, starts, starts + timedelta(minutes=minutes) if minutes else None)


def test_parallel_sessions_stand_side_by_side_under_their_halls() -> None:
    grid = lay([slot("b", B, 0), slot("a", A, 0), slot("later", A, 60)])
    assert grid == Grid(
        2,
        [(11, 2, 3), (22, 3, 4)],
        {"a": Place(2, 3, 2, 3), "later": Place(3, 4, 2, 3), "b": Place(2, 3, 3, 4)},
        {NINE: 2, NINE + timedelta(hours=1): 3, NINE + timedelta(hours=2): 4},
    )


def test_a_session_without_a_hall_goes_across_all_where_nothing_else_runs() -> None:
    grid = lay([slot("a", A, 0), slot("b", B, 0), slot("pause", None, 60, 15)])
    assert grid
    assert grid.places["pause"] == Place(3, 4, 2, 4)


def test_a_session_without_a_hall_beside_others_has_a_column_of_its_own_after_the_halls() -> None:
    grid = lay([slot("a", A, 0), slot("walk", None, 30)])
    assert grid
    assert grid.heads == [(11, 2, 3), (None, 3, 4)]
    assert grid.places["walk"].column == 3


def test_sessions_of_one_hall_that_overlap_stand_in_lanes_under_one_head() -> None:
    grid = lay([slot("one", A, 0), slot("two", A, 30), slot("three", A, 60)])
    assert grid
    assert grid.heads == [(11, 2, 4)]
    assert {key: place.column for key, place in grid.places.items()} == {"one": 2, "two": 3, "three": 2}


def test_a_session_whose_end_nobody_gives_has_a_row_all_the_same() -> None:
    grid = lay([slot("a", A, 0, None), slot("b", B, 0)])
    assert grid
    assert grid.places["a"].row_end > grid.places["a"].row


def test_the_hour_of_a_prayer_has_a_line_of_its_own() -> None:
    asr = NINE + timedelta(minutes=20)
    grid = lay([slot("a", A, 0), slot("b", B, 0)], [asr])
    assert grid
    assert (grid.lines[asr], grid.places["a"]) == (3, Place(2, 4, 2, 3))


def test_one_hall_or_too_many_halls_or_hours_are_no_grid() -> None:
    many = [slot(str(n), (n, n), 0) for n in range(MOST_COLUMNS + 1)]
    long = [slot(f"{n}{hall}", hall, n * 10, 10) for n in range(MOST_ROWS + 1) for hall in (A, B)]
    assert [lay(slots) for slots in ([], [slot("a", A, 0), slot("b", A, 60)], many, long)] == [None] * 4


@given(
    st.lists(
        st.tuples(
            st.sampled_from([A, B, None]), st.integers(0, 40), st.one_of(st.none(), st.integers(1, 20))
        ),
        max_size=12,
    )
)
def test_no_session_covers_another(drawn: list[tuple[tuple[int, int] | None, int, int | None]]) -> None:
    slots = [
        slot(str(number), hall, begin * 5, minutes * 5 if minutes else None)
        for number, (hall, begin, minutes) in enumerate(drawn)
    ]
    grid = lay(slots)
    if grid is None:
        return
    assert set(grid.places) == {one.key for one in slots}
    for one, other in combinations(grid.places.values(), 2):
        apart = one.row_end <= other.row or other.row_end <= one.row
        beside = one.column_end <= other.column or other.column_end <= one.column
        assert apart or beside
