"""Spreadsheets for the tests of imports, and an import brought to a step."""

from io import BytesIO
from typing import Any

import sqlalchemy as sa
import xlsxwriter
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Forum
from app.people.import_rows import Decision, Import, ImportRow, Step
from app.people.merge_rows import Sort
from app.platform import jobs, storage
from app.platform.db import db, unit_of_work
from tests import forms

HEADS = ["Prénom", "Nom", "الاسم الشخصي", "الاسم العائلي", "Tél.", "البريد", "Organisme", "Fonction"]
KHADIJA = [
    "Khadija",
    "El Alami",
    "خديجة",
    "العلمي",
    "0612345678",
    "khadija@exemple.ma",
    "جمعية الأمل",
    "Trésorière",
]


def workbook(rows: list[list[Any]]) -> bytes:
    """An xlsx of these rows; `(formula, value)` is a cell with a formula and its last value."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, tuple):
                sheet.write_formula(number, column, cell[0], None, cell[1])
            else:
                sheet.write(number, column, cell)
    book.close()
    return out.getvalue()


def csv(rows: list[list[str]]) -> bytes:
    """A file as Excel saves it in French."""
    return "\r\n".join(";".join(row) for row in rows).encode("utf-8-sig")


def uploaded(
    client: FlaskClient, data: bytes, *, forum_id: int, sort: str = "person", name: str = "list.csv"
) -> Any:
    """The answer to a file that was chosen."""
    page = "/fr/directory/imports/new"
    fields = forms.held(client.get(page)) | {"sort": sort, "forum_id": str(forum_id)}
    return client.post(page, data=fields | {"file": (BytesIO(data), name)})


def checked(app: Flask, client: FlaskClient, data: bytes, *, forum_id: int, sort: str = "person") -> Import:
    """An import as its columns were guessed, with its rows checked."""
    answer = uploaded(client, data, forum_id=forum_id, sort=sort)
    assert answer.status_code == 303, answer.text
    row = last()
    assert press(client, row, "columns").status_code == 303
    jobs.run_due(app)
    return last()


def press(client: FlaskClient, row: Import, what: str, **values: str) -> Any:
    """A form of the page on which an import stands."""
    page = f"/fr/directory/imports/{row.id}"
    return forms.send(client, f"{page}/{what}", values, page=page)


def saved(app: Flask, client: FlaskClient, row: Import) -> Import:
    """Confirmed and published."""
    assert press(client, row, "confirmation").status_code == 303
    jobs.run_due(app)
    return last()


def last() -> Import:
    """The import that was begun last."""
    db.session.rollback()
    return db.session.scalars(sa.select(Import).order_by(Import.id.desc()).limit(1)).one()


def spreadsheet(of: Forum) -> Import:
    """A spreadsheet of persons that was checked: one row is wrong, one is twice there. Nobody began it."""
    values = {"given_latin": "Khadija", "family_latin": "El Alami"}
    row = Import(
        sort=Sort.PERSON,
        forum_id=of.id,
        filename="liste.xlsx",
        file_key=storage.put("Prénom;Tél.\nKhadija;\nAli;12\nKhadija;\n".encode()).key,
        step=Step.CHECKED,
        heads=["Prénom", "Tél."],
        mapping={"0": "given_latin", "1": "phone"},
        rows=3,
        wrong=1,
        alike=1,
    )
    with unit_of_work():
        db.session.add(row)
        db.session.flush()
        faults = [{"code": "phone", "column": 1}]
        lines = [
            {"number": 2, "cells": ["Khadija", ""], "values": values},
            {"number": 3, "cells": ["Ali", "12"], "faults": faults, "wrong": True},
            {
                "number": 4,
                "cells": ["Khadija", ""],
                "values": values,
                "alike_row": 2,
                "decision": Decision.SKIP,
            },
        ]
        db.session.add_all(ImportRow(import_id=row.id, **one) for one in lines)
    return row
