"""Phone numbers inside what people type to search: however they are grouped, they find the stored one."""

import re
import unicodedata

# Spaces, dots, hyphens, brackets, and the marks that come along when a number is copied from an Arabic page.
_BETWEEN = r"[\s.()\-\u2010-\u2015\u200e\u200f\u202a-\u202e\u2066-\u2069]*"
_ZERO = "[0٠۰]"
_PHONE = re.compile(
    rf"(?<!\w)(?:(?:\+|{_ZERO}{_BETWEEN}{_ZERO}){_BETWEEN}\d(?:{_BETWEEN}\d){{1,14}}"
    rf"|{_ZERO}(?:{_BETWEEN}\d){{1,9}})(?!\w)"
)


def joined_phones(query: str) -> str:
    """The query with each phone number as figures that the stored form holds: "06 12 34 56 78" is 612345678,
    which finds +212612345678. A part of a number finds too.

    A phone begins with + or 0; other figures stay words of their own.
    """
    return _PHONE.sub(_figures, query)


def _figures(phone: re.Match[str]) -> str:
    figures = "".join(str(unicodedata.digit(c)) for c in phone[0] if c.isdigit()).lstrip("0")
    return re.sub("^2120", "212", figures) or phone[0]
