"""Lists: searched, filtered, sorted, a page at a time, ticked, taken away. All of a list is in its address.

A feature says what its list is, and gives the rows that the person may see::

    LISTING = Listing(
        "people",
        Person,
        columns=(
            Column("name", lazy("Name"), lambda row: row.name, by_name(Person)),
            Column("phone", lazy("Phone"), lambda row: row.phone, kind="phone"),
            Column("added", lazy("Added"), lambda row: row.created_at, lambda: Person.created_at, "moment"),
        ),
        filters=(Filter("locale", lazy("Language"), locales_in_words, lambda value: Person.locale == value),),
        order="name",
    )

    @bp.get("/directory/people")
    @needs("people.list")
    def index() -> str:
        page = listing.read(
            LISTING,
            own_people(scope("people.list")),
            address=partial(url_for, ".index"),
            export=partial(url_for, ".export"),                            # as it may; else None
            acts=[Act(lazy("Retire"), partial(url_for, ".retire_many"))],  # as it may; else ()
        )
        … observe() and audit …
        return render_template("people/index.html", page=page)

    @bp.get("/directory/people/persons.<any(xlsx, csv):suffix>")
    @needs("people.export")
    def export(suffix: str) -> ResponseReturnValue:
        table = listing.export(LISTING, own_people(scope("people.export")), suffix, str(_("Persons")))
        with observe() as session:
            audit.record("people.exported", …, session=session, rows=table.rows)
        return table

    @bp.post("/directory/people/retire")
    @needs("people.edit")
    def retire_many() -> ResponseReturnValue:
        rows = listing.chosen(LISTING, own_people(scope("people.edit")))
        asked = listing.ask(rows, heading=…, text=…, submit=…, back_url=url_for(".index"))
        if asked:
            return asked
        with unit_of_work():
            actions.retire(rows.ids, by=g.user)
        return redirect(url_for(".index"), 303)

The template draws the cells of a `row`, where they should look otherwise than `cells.cell` draws them::

    {% set heading = _("Persons") %}
    {% set empty_title, empty_text = _("No person yet"), _("Add one, or import a table.") %}
    {% set search_hint = _("Name, phone, e-mail") %}
    {% extends "ui/listing.html" %}
    {% block row %}
      <td data-label="{{ page.labels.name }}"><div><a href="…">{{ cells.names(row.name) }}</a></div></td>
      {{ cells.cell(page.listing.columns[1], row) }}
    {% endblock %}
"""

from app.ui.listing_asked import PAGE, Asked, asked, asked_page, one_page
from app.ui.listing_bulk import Chosen, ask, chosen
from app.ui.listing_export import Table, export
from app.ui.listing_page import Act, Page
from app.ui.listing_parts import Column, Filter, Listing, by_name
from app.ui.listing_read import read

__all__ = (
    "PAGE",
    "Act",
    "Asked",
    "Chosen",
    "Column",
    "Filter",
    "Listing",
    "Page",
    "Table",
    "ask",
    "asked",
    "asked_page",
    "by_name",
    "chosen",
    "export",
    "one_page",
    "read",
)
