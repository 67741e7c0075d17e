"""What stands in the place of a name that its person asked to erase."""

from app.platform.i18n import _, locales, using
from app.platform.text import Translated


def erased_name() -> Translated:
    """The same words in a programme, a list and a letter, in each language of the installation."""
    named = {}
    for locale in locales():
        with using(locale):
            named[locale] = str(_("A person who asked for erasure"))
    return Translated(named)
