"""Words that a copy from a page or a PDF has run together, and how they are written (page 3 §1.1)."""

import re
from functools import lru_cache

from app.people.regions import REGIONS
from app.platform.text import fold

_WRITTEN = (
    "الأمم المتحدة",
    "الدار البيضاء",
    "المجتمع المدني",
    "حقوق الإنسان",
    "الجماعات الترابية",
    "السلطات المحلية",
    "مولاي إسماعيل",
    "مؤسسة محمد السادس",
    "مؤسسة محمد الخامس",
    "بني ملال",
    "واد نون",
    "وادي الذهب",
    "الساقية الحمراء",
    "جماعة مكناس",
    "جهة فاس-مكناس",
    "سيدي قاسم",
    "سيدي سليمان",
    "سوق الأربعاء",
)
_WORD = re.compile("[\u0621-\u065f]{7,}")
REPAIRS: dict[str, str] = {
    fold(text).replace(" ", ""): text
    for text in (*_WRITTEN, *(names["ar"] for names in REGIONS.values()))
    if " " in fold(text)
}


@lru_cache(maxsize=20_000)
def repaired(text: str) -> str:
    """The text with such words apart: «فاسمكناس» → «فاس-مكناس». Anything else is as it was."""
    return _WORD.sub(lambda word: REPAIRS.get(fold(word[0]), word[0]), text)
