"""How what the directory holds is written, and how long it may be: one measure for the forms and the imports.

Pure. Lengths are in letters.
"""

import re
import unicodedata

NAME_PART, PRINTED, TIFINAGH, FUNCTION = 120, 240, 200, 200
ORGANISATION, ACRONYM, CITY, ADDRESS = 200, 30, 80, 300
EMAIL, WEBSITE, NOTE = 254, 200, 2000
SITE = re.compile(r"^https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[^\s<>\"]*)?$")
_BETWEEN = " -'’.·\u00a0\u200c\u200d"


def in_script(text: str, script: str) -> bool:
    """Whether a name has letters of a script ("ar", "latin"), and besides them only what stands between the
    parts of a name.
    """
    letters = [one for one in text if one not in _BETWEEN]
    wanted = "ARABIC" if script == "ar" else "LATIN"
    # A combining mark belongs to the letter before it, whatever its own script is called.
    return bool(letters) and all(
        unicodedata.category(one)[0] == "M"
        or (unicodedata.category(one)[0] == "L" and unicodedata.name(one, "").startswith(wanted))
        for one in letters
    )
