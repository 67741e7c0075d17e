"""Two rows become one and, when that is undone, two again, with all that points at them."""

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.models import Role, User
from app.audit.models import Entry
from app.people import (
    actions,
    merging,
    merging_fields,
    merging_schema,
    merging_told,
    merging_undo,
    ports,
    rights,
    rights_words,
)
from app.people.merge_rows import Apart, Merge, Pair, Sort
from app.people.models import Organisation, Person, Tie
from app.people.rights_rows import Exercise, Right
from app.people.scope import Scope
from app.platform.clock import now
from app.platform.db import Model, db, unit_of_work
from app.platform.errors import Conflict
from app.platform.text import Translated
from app.programme.models import Participation
from app.programme.words import Part
from tests import make
from tests.people import rows

PHOTOS = tuple(f"{letter * 2}/{letter * 32}.png" for letter in "ab")


@pytest.fixture(autouse=True)
def by(app: Flask) -> User:
    """Whoever merges."""
    return make.account(Role.ADMINISTRATOR)


def _merge(kept: Person | Organisation, gone: Person | Organisation, *taken: str) -> Merge:
    sort = Sort(kept.__tablename__)
    kept, gone = rows.again(kept), rows.again(gone)
    by = _by()
    with unit_of_work():
        return merging.merge(
            sort, kept.id, gone.id, versions=(kept.version, gone.version), taken=taken, by=by
        )


def _undo(merge: Merge) -> merging_undo.Undone:
    by = _by()
    with unit_of_work():
        return merging_undo.undo(merge, by=by)


def _by() -> User:
    return db.session.scalars(sa.select(User)).one()


@pytest.mark.parametrize("model", [Person, Organisation])
def test_every_column_that_refers_to_the_directory_has_words_for_a_merge(
    app: Flask, model: merging_schema.Directory
) -> None:
    found = {(one.table.name, one.column.name) for one in merging_schema.pointers(model)}
    assert found
    for pair in found:
        assert ports.moved[pair](3) not in ("", ports.moved[pair](1)), pair


def test_nothing_refers_to_a_row_that_a_merge_may_take_out(app: Flask) -> None:
    pointers = [*merging_schema.pointers(Person), *merging_schema.pointers(Organisation)]
    unique = {
        pointer.table
        for pointer in pointers
        for rule in pointer.table.constraints
        if isinstance(rule, sa.UniqueConstraint) and pointer.column in set(rule.columns)
    }
    referred = {key.column.table for table in Model.metadata.sorted_tables for key in table.foreign_keys}
    assert unique
    assert not unique & referred


def test_all_that_pointed_at_one_person_points_at_the_other(app: Flask) -> None:
    forum = make.forum()
    session, other = make.session(forum), make.session(forum)
    kept, gone = rows.person(), rows.person("Mohamed")
    moved = [rows.part(gone, session).id, rows.part(gone, other, Part.MODERATOR).id]
    rows.tie(gone, forum)
    merge = _merge(kept, gone)
    assert merge.moved["participation.person_id"] == moved
    assert db.session.scalars(sa.select(Participation.person_id)).all() == [kept.id, kept.id]
    assert merging.leads_to(rows.again(gone)).id == kept.id


def test_what_would_stand_twice_stands_once(app: Flask) -> None:
    forum = make.forum()
    session = make.session(forum)
    kept, gone = rows.person(), rows.person("محمد", "علمي")
    for row in (kept, gone):
        rows.tie(row, forum)
        rows.part(row, session)
    told = merging_told.preview(kept, gone)
    before = rows.everything()
    merge = _merge(kept, gone)
    assert (told.moves, len(told.twice)) == ([], 2)
    assert {table: len(found) for table, found in merge.dropped.items()} == {"tie": 1, "participation": 1}
    assert _undo(merge)
    assert rows.everything() == before


def test_a_team_that_knew_one_of_them_knows_the_one_that_is_kept(app: Flask) -> None:
    forum = make.forum()
    kept, gone = rows.person(), rows.person("محمد", "علمي")
    public = rows.tie(kept, forum)
    rows.tie(gone, forum)
    with unit_of_work():
        rows.again(public).knows = False
    before = rows.everything()
    merge = _merge(kept, gone)
    assert db.session.execute(sa.select(Tie.person_id, Tie.knows)).all() == [(kept.id, True)]
    assert _undo(merge)
    assert rows.everything() == before


def test_by_itself_the_one_that_is_kept_keeps_what_it_says(app: Flask) -> None:
    kept, gone = rows.person(email=""), rows.person("محمد", "علمي", email="new@x.ma")
    told = {one.field.key: one.taken for one in merging_fields.differences(Sort.PERSON, kept, gone)}
    assert told == {"arabic": False, "email": True}


def test_past_merges_tell_the_names_that_stood_before(app: Flask) -> None:
    kept, gone = rows.person(), rows.person("محمد", "علمي")
    merge = _merge(kept, gone, "arabic")
    assert rows.again(kept).name == {"ar": "محمد علمي"}
    assert merging_told.name_before(merge, rows.again(kept)) == {"ar": "محمد العلمي"}


def test_the_filled_value_is_kept_and_of_two_the_chosen_one(app: Flask) -> None:
    kept = rows.person(phone="+212661000001", email="old@x.ma")
    gone = rows.person("محمد", "علمي", email="new@x.ma", given_latin="Mohamed", family_latin="Alami")
    merge = _merge(kept, gone, "email")
    found = rows.again(kept)
    assert (found.family_ar, found.family_latin) == ("العلمي", "Alami")
    assert (found.phone, found.email) == ("+212661000001", "new@x.ma")
    assert merge.filled["email"] == ["old@x.ma", "new@x.ma"]


def test_a_language_that_one_side_lacks_comes_from_the_other(app: Flask) -> None:
    kept = rows.organisation(city=Translated(ar="تازة"))
    gone = rows.organisation("جمعية الامل", city=Translated(ar="تازة", fr="Taza"))
    with unit_of_work():
        rows.again(gone).name = Translated(ar="جمعية الامل", fr="Association Amal")
    _merge(kept, gone)
    found = rows.again(kept)
    assert found.name == {"ar": "جمعية الأمل", "fr": "Association Amal"}
    assert found.city == {"ar": "تازة", "fr": "Taza"}


def test_a_party_keeps_the_name_that_it_bore(app: Flask) -> None:
    forum = make.forum()
    kept, gone = rows.organisation(), rows.organisation("جمعية الامل")
    party = rows.party(gone, make.agreement(forum))
    _merge(kept, gone)
    found = rows.again(party)
    assert (found.organisation_id, found.name["ar"]) == (kept.id, "جمعية الامل")


def test_no_link_leads_from_an_organisation_to_itself(app: Flask) -> None:
    gone = rows.organisation("الأولى")
    kept = rows.organisation("الثانية", took_over_from_id=gone.id)
    before = rows.everything()
    merge = _merge(kept, gone)
    assert rows.again(kept).took_over_from_id is None
    _undo(merge)
    assert rows.everything() == before


def test_no_link_leads_back_through_a_third(app: Flask) -> None:
    gone = rows.organisation("الأولى")
    middle = rows.organisation("الوسطى", parent_id=gone.id)
    kept = rows.organisation("الثانية", parent_id=middle.id)
    before = rows.everything()
    merge = _merge(kept, gone)
    assert (rows.again(middle).parent_id, rows.again(kept).parent_id) == (kept.id, None)
    _undo(merge)
    assert rows.everything() == before


def test_a_merge_of_rows_that_changed_meanwhile_is_refused(app: Flask) -> None:
    kept, gone = rows.person(), rows.person("محمد", "علمي")
    by = _by()
    with unit_of_work():
        rows.again(gone).note = "changed"
    with pytest.raises(Conflict), unit_of_work():
        merging.merge(Sort.PERSON, kept.id, gone.id, versions=(1, 1), taken=(), by=by)
    assert rows.again(gone).merged_into_id is None


def test_who_was_merged_is_not_merged_again(app: Flask) -> None:
    first, second, third = (rows.person("محمد", f"علمي {n}") for n in range(3))
    _merge(first, second)
    with pytest.raises(Conflict):
        _merge(third, second)


def test_a_chain_of_merges_leads_to_its_end_and_is_undone_from_there(app: Flask) -> None:
    first, second, third = (rows.person("محمد", f"علمي {n}") for n in range(3))
    before = rows.everything()
    early, late = _merge(second, third), _merge(first, second)
    assert merging.leads_to(rows.again(third)).id == first.id
    with pytest.raises(Conflict):
        _undo(early)
    assert _undo(late)
    assert _undo(early)
    assert rows.everything() == before


def test_what_was_changed_since_is_left_and_told(app: Flask) -> None:
    forum = make.forum()
    kept, gone, third = rows.person(email="old@x.ma"), rows.person("محمد", "علمي"), rows.person("علي")
    moved, stays = rows.part(gone, make.session(forum)), rows.part(gone, make.session(forum))
    with unit_of_work():
        rows.again(gone).email = "new@x.ma"
    merge = _merge(kept, gone, "email")
    with unit_of_work():
        rows.again(moved).person_id = third.id
        rows.again(kept).email = "newer@x.ma"
    result = _undo(merge)
    assert (result.left, result.changed) == ({"participation.person_id": 1}, ["email"])
    assert (rows.again(moved).person_id, rows.again(stays).person_id) == (third.id, gone.id)
    assert rows.again(kept).email == "newer@x.ma"


def test_two_that_are_apart_again_keep_nothing_of_each_other(app: Flask) -> None:
    kept, gone = rows.person(email="mine@x.ma"), rows.person("محمد", "علمي", email="theirs@x.ma")
    merge = _merge(kept, gone, "email")
    assert merge.filled["email"] == ["mine@x.ma", "theirs@x.ma"]
    _undo(merge)
    again = rows.again(merge)
    assert (again.filled, again.dropped) == ({}, {})
    told = rights_words.told(rights.held(rights.case({"person": {kept.id}}).subject))
    assert "theirs@x.ma" not in str([one.rows for one in told])


def test_who_is_removed_leaves_no_undone_merge_behind(app: Flask) -> None:
    kept, gone = rows.person(), rows.person("محمد", "علمي")
    _undo(_merge(kept, gone))
    with unit_of_work():
        db.session.add(Apart(sort=Sort.PERSON, lower_id=kept.id, higher_id=gone.id))
        db.session.add(
            Pair(sort=Sort.PERSON, lower_id=kept.id, higher_id=gone.id, score=1.0, because=["name"])
        )
    with unit_of_work():
        actions.remove(rows.again(gone), where=Scope(None), by=None)
    assert [db.session.scalars(sa.select(model)).all() for model in (Merge, Apart, Pair)] == [[], [], []]


def test_two_requests_in_the_register_stay_two(app: Flask) -> None:
    kept, gone = rows.person(), rows.person("محمد", "علمي")
    with unit_of_work():
        db.session.add_all(Exercise(right=Right.OBJECTION, person_id=row.id) for row in (kept, gone))
    merge = _merge(kept, gone)
    assert (len(merge.moved["exercise.person_id"]), merge.dropped) == (1, {})
    assert db.session.scalars(sa.select(Exercise.person_id)).all() == [kept.id, kept.id]


def test_a_picture_that_another_replaced_since_is_said_to_be_lost(app: Flask) -> None:
    mark = {"digest": "0" * 64, "width": 1, "height": 1}
    kept = rows.person(photo_key=PHOTOS[0], photo=mark)
    gone = rows.person("محمد", "علمي", photo_key=PHOTOS[1], photo=mark | {"width": 2})
    merge = _merge(kept, gone, "photo")
    newer = f"cc/{'c' * 32}.png"
    with unit_of_work():
        rows.again(kept).photo_key = newer  # the same picture, uploaded again
    result = _undo(merge)
    assert (result.picture, bool(result)) == (True, False)
    kept, gone = rows.again(kept), rows.again(gone)
    assert (kept.photo_key, kept.photo["width"], gone.photo_key, gone.photo) == (newer, 2, None, None)


def test_undoing_twice_undoes_once(app: Flask) -> None:
    kept, gone = rows.person(), rows.person("محمد", "علمي")
    merge = _merge(kept, gone)
    _undo(merge)
    _merge(kept, gone)
    with pytest.raises(Conflict):
        _undo(merge)
    assert rows.again(gone).merged_into_id == kept.id


def test_what_was_erased_is_not_parted_again(app: Flask) -> None:
    kept, gone = rows.person(), rows.person("محمد", "علمي")
    merge = _merge(kept, gone)
    with unit_of_work():
        rows.again(kept).erased_at = now()
    with pytest.raises(Conflict):
        _undo(merge)
    assert rows.again(gone).merged_into_id == kept.id


def test_pictures_are_exchanged_so_that_no_file_has_two_owners(app: Flask) -> None:
    mark = {"digest": "0" * 64, "width": 1, "height": 1}
    kept = rows.person(photo_key=PHOTOS[0], photo=mark)
    gone = rows.person("محمد", "علمي", photo_key=PHOTOS[1], photo=mark | {"width": 2})
    before = rows.everything()
    merge = _merge(kept, gone, "photo")
    assert (rows.again(kept).photo_key, rows.again(gone).photo_key) == (PHOTOS[1], PHOTOS[0])
    _undo(merge)
    assert rows.everything() == before


def test_the_log_tells_of_the_merge_without_a_name(app: Flask) -> None:
    kept, gone = rows.person(), rows.person("Xavier")
    merge = _merge(kept, gone)
    entry = db.session.scalars(sa.select(Entry).where(Entry.act == "person.merged")).one()
    assert (entry.subject_id, entry.details) == (kept.id, {"record": merge.id, "rows": 0})


_SOMEBODY = st.fixed_dictionaries(
    {
        "family_latin": st.sampled_from(["", "Alami", "El Alami"]),
        "email": st.sampled_from(["", "a@x.ma", "b@x.ma"]),
        "note": st.sampled_from(["", "one", "other"]),
        "printed": st.sampled_from([{}, {"fr": "M. Alami"}]),
    }
)
_PARTS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1), st.sampled_from(list(Part))), max_size=6)
_LINKS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=5)
_TAKEN = st.sets(st.sampled_from(["latin", "email", "note", "printed", "parent", "took_over", "name"]))
_LOOSE = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_LOOSE
@given(who=st.tuples(_SOMEBODY, _SOMEBODY, _SOMEBODY), parts=_PARTS, ties=_PARTS, taken=_TAKEN)
def test_to_merge_and_undo_persons_leaves_all_tables_as_they_were(
    app: Flask, who: tuple[dict[str, object], ...], parts: list[tuple[int, int, Part]],
    ties: list[tuple[int, int, Part]], taken: set[str],
) -> None:  # fmt: skip
    forums = [_forum(number) for number in range(2)]
    sessions = [make.session(forum) for forum in forums]
    people = [
        rows.person(**values | {"printed": Translated(values["printed"])})  # type: ignore[arg-type, call-overload]
        for values in who
    ]
    for number, where, part in parts:
        rows.part(people[number], sessions[where], part)
    for number, where in {(number, where) for number, where, _part in ties}:
        rows.tie(people[number], forums[where])
    _comes_back(people[0], people[1], taken)


@_LOOSE
@given(parents=_LINKS, former=_LINKS, partners=_LINKS, taken=_TAKEN)
def test_to_merge_and_undo_organisations_leaves_all_tables_as_they_were(
    app: Flask, parents: list[tuple[int, int]], former: list[tuple[int, int]],
    partners: list[tuple[int, int]], taken: set[str],
) -> None:  # fmt: skip
    forums = [_forum(number) for number in range(4)]
    bodies = [rows.organisation(f"هيئة {number}") for number in range(4)]
    for column, links in (("parent_id", parents), ("took_over_from_id", former)):
        for one, other in links:
            if one != other:
                with unit_of_work():
                    setattr(rows.again(bodies[one]), column, bodies[other].id)
    for number, where in set(partners):
        rows.partner(bodies[number], forums[where])
        rows.tie(bodies[number], forums[where])
    _comes_back(bodies[0], bodies[1], taken)


def _forum(number: int) -> object:
    from app.forums.queries import by_slug

    return db.session.scalar(by_slug(f"forum-{number}")) or make.forum(f"forum-{number}")


def _comes_back(kept: Person | Organisation, gone: Person | Organisation, taken: set[str]) -> None:
    before = rows.everything()
    merge = _merge(kept, gone, *taken)
    for pointer in merging_schema.pointers(type(kept)):
        pointing = sa.select(pointer.column).where(pointer.table.c.id.not_in([gone.id]))
        assert gone.id not in db.session.scalars(pointing).all()
        if pointer.own:
            assert not db.session.scalar(
                sa.select(pointer.table.c.id).where(pointer.column == pointer.table.c.id)
            )
    assert _undo(merge)
    assert rows.everything() == before
