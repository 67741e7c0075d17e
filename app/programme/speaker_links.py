"""Personal links of speakers: derived from the row and the installation's secret, so that none is stored.

The `ref` in them is public; what opens the page is its proof.
"""

from flask import current_app

from app.platform.db import one_or_404
from app.platform.errors import NotFound
from app.platform.seals import check_link_token, link_token
from app.programme import speaker_queries
from app.programme.speaker_rows import Speaker
from app.verification import keys

_KIND = "speaker"


def token(speaker: Speaker) -> str:
    """What stands in the address: the public name of the speaker, and its proof."""
    proof = link_token(keys.link_secret(), _KIND, speaker.ref, speaker.link_serial)
    return f"{speaker.ref}-{proof}"


def url(speaker: Speaker, locale: str) -> str:
    """The whole address in a language, for a letter."""
    words = {"locale": locale, "link": token(speaker)}
    path = current_app.url_map.bind("localhost").build("speaking.show", words)
    return f"{current_app.config['SETTINGS'].base_url}{path}"


def opened(link: str) -> Speaker:
    """The speaker of an address, with the person. Raises NotFound for a link that we did not make, that was
    made void, and for a person whose data were erased.
    """
    ref, _, proof = link.partition("-")
    speaker: Speaker = one_or_404(speaker_queries.by_ref(ref))
    known = check_link_token(keys.link_secret(), proof, _KIND, speaker.ref, speaker.link_serial)
    if not known or speaker.person.erased_at or speaker.person.merged_into_id:
        raise NotFound()
    return speaker
