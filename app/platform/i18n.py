"""Words, dates, numbers and directions in the language of the person who reads.

Source strings are English; the catalogues are `translations/<locale>/LC_MESSAGES/messages.po`. The short
locale (`ar`, `fr`) stands in addresses and columns; dates and numbers follow its Moroccan form (`ar_MA`).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale
from babel import dates as babel_dates
from babel import numbers as babel_numbers
from flask import Flask, current_app, g, request
from flask_babel import Babel, force_locale, gettext, lazy_gettext, lazy_pgettext, ngettext, pgettext

from app.platform.clock import ZONE, local

_ = gettext
lazy = lazy_gettext
plural = ngettext
context = pgettext
lazy_context = lazy_pgettext

# U+200F and its kind come with CLDR's Arabic patterns and would travel into files and comparisons.
_MARKS = dict.fromkeys([0x200E, 0x200F, 0x061C])
RTL = frozenset({"ar"})


def init(app: Flask) -> None:
    """Attach the catalogues to the application; the locale comes from the address (`g.locale`)."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = f"{app.root_path}/../translations"
    app.config["BABEL_DEFAULT_LOCALE"] = territorial(locales(app)[0])
    # One for each application: it keeps the catalogues it has read.
    Babel().init_app(app, locale_selector=lambda: territorial(current()), timezone_selector=lambda: str(ZONE))


def locales(app: Flask | None = None) -> Sequence[str]:
    """The short locales of the installation; the first is the default."""
    found: Sequence[str] = (app or current_app).config["SETTINGS"].locales
    return found


def territorial(locale: str) -> str:
    """`ar` → `ar_MA`: months, digits and separators are those of Morocco."""
    return f"{locale}_MA"


def current() -> str:
    """The short locale in force: that of `using()`, of the address, else the default."""
    # Asked some thousand times a page: `g` is looked up once.
    try:
        values = g._get_current_object()
    except RuntimeError:  # no application is at work
        return locales()[0]
    return str(values.get("forced_locale") or values.get("locale") or locales()[0])


def preferred() -> str:
    """What the browser asks for: the default unless it ranks another of ours higher."""
    # Not best_match(): it takes an exact "fr" of low quality for better than "ar-MA".
    wanted = (tag.split("-")[0].lower() for tag in request.accept_languages.values())
    return next((tag for tag in wanted if tag in locales()), locales()[0])


@contextmanager
def using(locale: str) -> Iterator[None]:
    """Speak `locale` inside the block, whatever the request says: a mail is in its reader's language."""
    before = g.get("forced_locale")
    g.forced_locale = locale
    try:
        with force_locale(territorial(locale)):
            yield
    finally:
        g.forced_locale = before


def direction(locale: str | None = None) -> str:
    """`rtl` or `ltr`, for `dir` attributes."""
    return "rtl" if (locale or current()) in RTL else "ltr"


def language_name(locale: str) -> str:
    """The language in its own words: «العربية», « Français »."""
    return {"ar": "العربية", "fr": "Français"}.get(locale) or str(Locale(locale).display_name)


def day(value: date) -> str:
    """«السبت 22 يونيو 2019» · « samedi 22 juin 2019 »: full words without a comma (page 6 §4, §5)."""
    return _day(value.toordinal(), current())


@lru_cache(maxsize=1000)
def _day(ordinal: int, locale: str) -> str:
    value = date.fromordinal(ordinal)
    shown = babel_dates.format_date(value, "EEEE d MMMM y", locale=territorial(locale))
    return _first_of_month(_joining_hamza(shown), value, locale)


def written(iso: str) -> str:
    """A date kept as text, "2019-06-22", in words."""
    return day(date.fromisoformat(iso))


def days(first: date, last: date) -> str:
    """A range in words: «من 22 إلى 24 يونيو 2019» · « du 22 au 24 juin 2019 »; one day stands alone."""
    if first == last:
        return day(first)
    pattern = "d" if (first.year, first.month) == (last.year, last.month) else "d MMMM"
    if first.year != last.year:
        pattern = "d MMMM y"
    where = territorial(current())
    begin = _first_of_month(babel_dates.format_date(first, pattern, locale=where), first, current())
    end = _first_of_month(babel_dates.format_date(last, "d MMMM y", locale=where), last, current())
    return str(_("from %(begin)s to %(end)s", begin=begin, end=end))


def hour(moment: datetime) -> str:
    """The wall clock in Morocco: «09:30» in Arabic, « 9 h 30 » or « 9 h » in French sentences."""
    shown = local(moment)
    if current() == "fr":
        minutes = f"\u00a0{shown.minute:02}" if shown.minute else ""
        return f"{shown.hour}\u00a0h{minutes}"
    return f"{shown.hour:02}:{shown.minute:02}"


def clock(moment: datetime) -> str:
    """«09:30» in both languages, for tables."""
    return f"{local(moment):%H:%M}"


def number(value: float) -> str:
    """1.500 in Arabic, 1 500 in French: with U+00A0, since the page's font lacks the narrow one."""
    shown = babel_numbers.format_decimal(value, locale=territorial(current()))
    return clean(shown).replace("\u202f", "\u00a0")


def listing(items: Sequence[str]) -> str:
    """«أ، ب وج» · « a, b et c »."""
    if len(items) < 2:
        return "".join(items)
    if current() == "ar":
        return "، ".join(items[:-1]) + " و" + items[-1]
    return ", ".join(items[:-1]) + " et " + items[-1]


def clean(text: str) -> str:
    """Without the invisible direction marks that CLDR's Arabic patterns carry."""
    return text.translate(_MARKS)


def _joining_hamza(text: str) -> str:
    return clean(text).replace("الإثنين", "الاثنين")


def _first_of_month(text: str, value: date, locale: str) -> str:
    """French writes « 1er août »."""
    if locale == "fr" and value.day == 1:
        return (
            clean(text).replace("1 ", "1er ", 1) if text.startswith("1 ") else text.replace(" 1 ", " 1er ", 1)
        )
    return clean(text)


def template_words() -> dict[str, Any]:
    """What every template may call."""
    return {
        "locale": current(),
        "direction": direction,
        "language_name": language_name,
        "day": day,
        "days": days,
        "hour": hour,
        "clock": clock,
        "number": number,
        "listing": listing,
    }
