"""The confirmation on paper: one sheet, however long the names are."""

import pypdfium2
import pytest
from flask import Flask

from app.platform.clock import at
from app.platform.db import unit_of_work
from app.platform.text import Translated
from app.registrations import links, registering
from app.registrations.registering import Wish
from tests import make
from tests.browser.conftest import DESK, Browse

PERSON = {
    "given_ar": "عبد الرحمان المصطفى",
    "family_ar": "العلوي المدغري الإدريسي",
    "given_latin": "Abderrahmane El Mostapha",
    "family_latin": "El Alaoui El Mdaghri El Idrissi",
    "function": "Directeur régional de la coopération et du partenariat institutionnel",
    "organisation": "الجمعية المغربية للتنمية المستدامة والمحافظة على التراث الطبيعي والثقافي",
    "email": "a@example.org",
    "locale": "ar",
}


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_the_confirmation_is_one_sheet_with_long_names_and_two_workshops(
    app: Flask, browse: Browse, locale: str
) -> None:
    forum = make.forum(
        help_phone="0537000000",
        venue=Translated(ar="المركب الثقافي والإداري محمد السادس", fr="Complexe culturel Mohammed VI"),
        title=Translated(
            ar="المناظرة الوطنية الأولى حول تدبير الموارد المائية بالمناطق الجبلية والواحات",
            fr="Premières assises nationales sur la gestion de l’eau en montagne et dans les oasis",
        ),
    )
    hall, chosen = make.hall(forum), []
    for hour in (9, 14):
        words = Translated(
            ar=f"ورشة {hour}: حماية الفرشات المائية بمشاركة الساكنة المحلية",
            fr=f"Atelier {hour} : protéger les nappes avec les habitants et les associations",
        )
        when = {"starts_at": at(forum.starts_on, hour), "needs_registration": True, "hall_id": hall.id}
        chosen.append(make.session(forum, title=words, **when))
    make.release(forum)
    wish = Wish(workshop_ids=[make.workshop(forum, one).id for one in chosen])
    category, identity = make.category(forum), registering.new_identity()
    with unit_of_work():
        made = registering.register(
            forum, category, PERSON, form_token=identity.public_id, identity=identity, wish=wish
        )
    page = browse(locale=locale, size=DESK)
    page.goto(f"/{locale}/my/{links.token(made)}/print")
    assert hall.name.said(locale) in page.inner_text("article li >> nth=0")
    with pypdfium2.PdfDocument(page.pdf(format="A4")) as sheet:
        assert len(sheet) == 1
