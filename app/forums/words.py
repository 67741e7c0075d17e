"""Words of forums that are not one label: languages, editions as ordinals."""

from app.platform.i18n import current, lazy_context

# Those of interpreters, and of documents.
LANGUAGE_WORDS = {
    "ar": lazy_context("language", "Arabic"),
    "zgh": lazy_context("language", "Amazigh"),
    "fr": lazy_context("language", "French"),
    "en": lazy_context("language", "English"),
    "es": lazy_context("language", "Spanish"),
    "sgn": lazy_context("language", "Sign language"),
}


def spoken(codes: list[str]) -> list[str]:
    """The names of languages, in the order in which they are offered."""
    return [str(word) for code, word in LANGUAGE_WORDS.items() if code in codes]


# Ordinals in words to the twentieth, then figures (page 6 §4).
_UNITS = "الحادية الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة".split()  # noqa: SIM905
_ARABIC = ("الأولى", *_UNITS[1:], "العاشرة", *(f"{unit} عشرة" for unit in _UNITS), "العشرون")


def edition_words(edition: int | None) -> str:
    """The edition as an ordinal in the language in force; nothing when there is none."""
    if not edition:
        return ""
    if current() == "ar":
        ordinal = _ARABIC[edition - 1] if edition <= len(_ARABIC) else str(edition)
        return f"الدورة {ordinal}"
    return f"{edition}{'re' if edition == 1 else 'e'} édition"
