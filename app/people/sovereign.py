"""The Sovereign and the Royal Family are never records (page 6 §6 of the design). Pure.

A name that is styled so is refused with its reason; nothing is guessed from a name alone, which others bear.
"""

import re

from app.platform.i18n import lazy
from app.platform.text import fold

REASON = lazy(
    "The Sovereign and the Royal Family are not entered in the directory. Where a text speaks of them, "
    "it is written there in full, with its formula."
)
_STYLES = re.compile(
    r"(?:حضره )?(?:صاحبه? (?:الجلاله|المهابه|السمو)|جلاله (?:الملك|ملك)|سمو (?:ال)?امير|(?:سمو )?ولي العهد"
    r"|الملك محمد|(?:sa|votre) majeste|s ?m le roi|le roi (?:mohammed|hassan)"
    r"|(?:son|leurs?) altesses? royales?|s ?a ?r (?:le|la) prince|le prince heritier|(?:his|her) majesty"
    r"|(?:his|her) royal highness|h ?m (?:the )?(?:king|queen)|hrh|king mohammed|the crown prince)\b"
)


def styled(*names: str) -> bool:
    """Whether one of these names is that of the Sovereign or of the Royal Family, by its style."""
    return any(_STYLES.match(fold(name)) for name in names)
