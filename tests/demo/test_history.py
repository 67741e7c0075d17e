"""The events of the past: their sources are shown, and what is unknown stays unknown."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import selectinload

from app.forums.colours import contrast_with_white
from app.forums.lifecycle import State
from app.forums.models import Forum, Series
from app.forums.queries import by_slug, whole
from app.memoranda.models import Agreement, Party, Signatory
from app.memoranda.models import State as AgreementState
from app.people.models import Organisation, Person
from app.platform.db import db
from app.programme import released
from app.programme.models import Participation, Session
from app.programme.release_rows import Release
from app.programme.words import Kind

pytestmark = pytest.mark.xdist_group("demo history")

PAST = ("casablanca-2018", "tetouan-2018", "meknes-2019", "rencontre-regionale-2")


def forum(slug: str) -> Forum:
    found = db.session.scalars(by_slug(slug)).one()
    return db.session.scalars(whole(found.id)).one()


def agreements(slug: str) -> list[Agreement]:
    query = (
        sa.select(Agreement)
        .where(Agreement.forum_id == forum(slug).id)
        .order_by(Agreement.id)
        .options(
            selectinload(Agreement.parties).selectinload(Party.signatories), selectinload(Agreement.scans)
        )
    )
    return list(db.session.scalars(query))


def sessions(slug: str) -> list[Session]:
    query = (
        sa.select(Session)
        .where(Session.forum_id == forum(slug).id)
        .order_by(Session.position)
        .options(selectinload(Session.people).joinedload(Participation.person))
    )
    return list(db.session.scalars(query))


@pytest.mark.parametrize("slug", PAST)
def test_each_event_of_the_past_is_closed_real_and_carries_its_sources(loaded: Flask, slug: str) -> None:
    found = forum(slug)
    assert (found.state, found.is_fictional) == (State.CLOSED, False)
    assert found.sources
    assert {one["kind"] for one in found.sources} <= {"source_document", "press", "ministry"}
    assert set(found.date_note) == set(found.about) == {"ar", "fr"}


def test_there_are_four_events_of_the_past_and_one_that_is_fictional(loaded: Flask) -> None:
    assert set(db.session.scalars(sa.select(Forum.slug))) == {*PAST, "forum-demo"}


def test_the_title_of_the_first_forum_is_unknown_and_the_press_title_stands_beside(loaded: Flask) -> None:
    first = forum("casablanca-2018")
    assert dict(first.title) == {}
    assert first.other_titles[0]["ar"] == "المجتمع المدني وآفة المخدرات"
    assert first.name.said("ar").endswith("، الدورة الأولى، الدار البيضاء")
    assert first.name.said("fr").endswith(", 1re édition, Casablanca")


@pytest.mark.parametrize(
    ("slug", "edition", "starts_on", "city"),
    [
        ("casablanca-2018", 1, date(2018, 7, 3), "الدار البيضاء"),
        ("tetouan-2018", 2, date(2018, 12, 22), "تطوان"),
        ("meknes-2019", 3, date(2019, 6, 22), "مكناس"),
        ("rencontre-regionale-2", None, None, None),
    ],
)
def test_dates_and_cities_are_those_of_the_table(
    loaded: Flask, slug: str, edition: int | None, starts_on: date | None, city: str | None
) -> None:
    found = forum(slug)
    assert (found.edition, found.starts_on, found.city.get("ar")) == (edition, starts_on, city)
    assert found.ends_on is None


def test_titles_are_those_of_the_sources(loaded: Flask) -> None:
    assert forum("tetouan-2018").title["ar"] == "المجتمع المدني وآفة المخدرات: الواقع والرهانات"
    assert forum("meknes-2019").title["ar"] == (
        "المجتمع المدني وآفة المخدرات: أية مقاربة مجتمعية للتصدي للظاهرة المتنامية"
    )
    assert forum("rencontre-regionale-2").title["ar"].startswith("اللقاء التشاوري الجهوي الثاني: ")


def test_figures_that_conflict_stand_side_by_side(loaded: Flask) -> None:
    told = forum("meknes-2019").about["ar"]
    assert "من 5 إلى 15" in told
    assert "من 5 إلى 16" in told
    notes = [one["note"]["fr"] for one in forum("tetouan-2018").sources]
    assert "Environ 180 associations." in notes
    assert "Plus de 200 acteurs." in notes


def test_the_partners_of_meknes_are_the_four_that_the_source_names_in_its_order(loaded: Flask) -> None:
    shown = [(one.organisation.name["ar"], one.role.value) for one in forum("meknes-2019").partners]
    assert shown == [
        ("الوزارة المكلفة بالعلاقات مع البرلمان والمجتمع المدني", "organiser"),
        ("جهة فاس-مكناس", "partner"),
        ("جماعة مكناس", "partner"),
        ("جامعة مولاي إسماعيل", "partner"),
    ]


def test_the_programme_of_meknes_has_five_themes_and_neither_hall_nor_time(loaded: Flask) -> None:
    assert len(forum("meknes-2019").themes) == 5
    assert forum("meknes-2019").halls == []
    found = sessions("meknes-2019")
    assert [one.kind for one in found] == [Kind.ADDRESS, Kind.SCIENTIFIC, Kind.CEREMONY]
    assert {(one.hall_id, one.starts_at, one.minutes) for one in found} == {(None, None, None)}
    speakers = [person.name["ar"] for one in found for person in one.people]
    assert speakers == ["مصطفى الخلفي", "متحدثون آخرون"]
    assert found[2].note["ar"] == "على هامش اللقاء."


def test_the_public_reads_the_programme_of_meknes_in_one_release_that_says_what_is_unknown(
    loaded: Flask,
) -> None:
    (release,) = db.session.scalars(released.releases(forum("meknes-2019").id))
    shown = db.session.scalars(released.shown(release.forum_id)).all()
    drafts = sessions("meknes-2019")
    assert [one.ref for one in shown] == [one.ref for one in drafts]
    assert {(one.hall_id, one.starts_at, one.minutes, one.capacity) for one in shown} == {(None,) * 4}
    assert [(one.talks, one.languages, one.abstract) for one in shown] == [([], [], {})] * 3
    assert "لا يذكر المصدر" in release.note["ar"]
    assert "ne donne ni" in release.note["fr"]


def test_the_other_events_of_the_past_have_no_programme(loaded: Flask) -> None:
    assert [sessions(slug) for slug in PAST if slug != "meknes-2019"] == [[], [], []]
    assert len(db.session.scalars(sa.select(Release)).all()) == 3  # that of Meknes, two of the fictional one


def test_the_four_agreements_are_records_without_text_scan_date_or_summary(loaded: Flask) -> None:
    found = agreements("meknes-2019")
    assert [one.kind.value for one in found] == ["memorandum", "partnership", "partnership", "partnership"]
    for one in found:
        assert one.state is AgreementState.SIGNED
        assert (one.scans, one.signed_on, one.summary_key or None) == ([], None, None)
        assert one.sources
        assert "نص الوثيقة غير متوفر" in one.note["ar"]
        assert one.place["ar"] == "مكناس"


def test_the_memorandum_has_four_parties_and_the_one_signatory_that_is_known(loaded: Flask) -> None:
    memorandum = agreements("meknes-2019")[0]
    assert [one.name["ar"] for one in memorandum.parties] == [
        "الوزارة المكلفة بالعلاقات مع البرلمان والمجتمع المدني",
        "مجلس جهة فاس-مكناس",
        "جماعة مكناس",
        "جامعة مولاي إسماعيل",
    ]
    signatories = [[who.name["ar"] for who in party.signatories] for party in memorandum.parties]
    assert signatories == [["مصطفى الخلفي"], [], [], []]


def test_the_associations_of_the_partnerships_have_no_name_and_no_record(loaded: Flask) -> None:
    for agreement in agreements("meknes-2019")[1:]:
        ministry, association = agreement.parties
        assert ministry.organisation_id is not None
        assert (association.organisation_id, association.name["ar"]) == (
            None,
            "جمعية شريكة (الاسم غير وارد في المصدر)",
        )
        assert (ministry.signatories, association.signatories) == ([], [])
        assert "غير محدد (من مكناس وتازة في المصدر)" in agreement.note["ar"]


def test_the_later_department_points_at_the_one_whose_attributions_it_took_over(loaded: Flask) -> None:
    later = db.session.scalars(
        sa.select(Organisation).where(Organisation.took_over_from_id.is_not(None))
    ).one()
    earlier = db.session.get_one(Organisation, later.took_over_from_id)
    assert later.name["ar"] == "وزارة الدولة المكلفة بحقوق الإنسان والعلاقات مع البرلمان"
    assert earlier.name["ar"] == "الوزارة المكلفة بالعلاقات مع البرلمان والمجتمع المدني"


def test_every_organisation_carries_its_sources_and_one_official_is_named(loaded: Flask) -> None:
    assert [one for one in db.session.scalars(sa.select(Organisation)) if not one.sources] == []
    minister = db.session.scalars(sa.select(Person).where(Person.family_ar == "الخلفي")).one()
    assert minister.function["ar"] == "الوزير المكلف بالعلاقات مع البرلمان والمجتمع المدني"


def test_the_three_national_forums_are_editions_of_one_series(loaded: Flask) -> None:
    (series,) = db.session.scalars(sa.select(Series))
    editions = db.session.execute(
        sa.select(Forum.slug, Forum.edition).where(Forum.series_id == series.id).order_by(Forum.edition)
    )
    assert editions.all() == [("casablanca-2018", 1), ("tetouan-2018", 2), ("meknes-2019", 3)]
    assert forum("rencontre-regionale-2").series_id is None


def test_themes_have_colours_of_their_own_that_carry_white_letters(loaded: Flask) -> None:
    for slug in ("meknes-2019", "forum-demo"):
        colours = [theme.colour for theme in forum(slug).themes]
        assert len(set(colours)) == len(colours)
        assert [one for one in colours if contrast_with_white(one) < 4.5] == []


def test_organisations_have_the_gender_of_their_names_and_regions_only_where_a_source_gives_them(
    loaded: Flask,
) -> None:
    known = {one.name["fr"]: one for one in db.session.scalars(sa.select(Organisation))}
    department = known["Ministère chargé des Relations avec le Parlement et la Société civile"]
    assert (department.gender_ar, department.gender_fr, department.region) == ("f", "m", None)
    assert known["Commune de Meknès"].region == "fem"
    assert (known["Université Moulay Ismaïl"].region, dict(known["Université Moulay Ismaïl"].acronym)) == (
        None,
        {},
    )


def test_a_function_in_french_begins_small_as_it_follows_a_name(loaded: Flask) -> None:
    functions = [one.function.get("fr", "") for one in db.session.scalars(sa.select(Person))]
    capacities = [one.capacity.get("fr", "") for one in db.session.scalars(sa.select(Signatory))]
    assert [one for one in functions + capacities if one[:1].isupper()] == []
