"""Slips of the finger in an e-mail address: what was probably meant, asked and never imposed. Pure.

The domains are those by which most people in Morocco write. Another one is taken as it is, except for what
no address has: two dots in a row, a comma, a « .con ».
"""

import re

from app.platform.text import digits, tidy

# By which slips are judged: the name, and the ends that it has.
_PROVIDERS = {
    "gmail": ("com",),
    "hotmail": ("com", "fr"),
    "outlook": ("com", "fr"),
    "yahoo": ("com", "fr"),
    "icloud": ("com",),
    "menara": ("ma",),
}
_USUAL = frozenset(f"{name}.{end}" for name, ends in _PROVIDERS.items() for end in ends)
# These are right too, though a finger might have come to them from one of those above.
_OTHERS = {
    "aol": ("com", "fr"),
    "email": ("com",),
    "free": ("fr",),
    "gmx": ("com", "fr"),
    "googlemail": ("com",),
    "hotmail": ("be", "ca", "ch", "co.uk", "de", "es", "gr", "it", "nl"),
    "iam": ("ma", "net.ma"),
    "laposte": ("net",),
    "live": ("com", "fr", "be", "ca", "nl"),
    "mail": ("com",),
    "manara": ("ma",),
    "me": ("com",),
    "msn": ("com",),
    "orange": ("fr",),
    "outlook": ("be", "co.uk", "de", "es", "in", "it", "kr", "pt", "sa"),
    "proton": ("me",),
    "protonmail": ("com",),
    "sfr": ("fr",),
    "wanadoo": ("fr",),
    "yahoo": ("be", "ca", "co.uk", "de", "es", "gr", "in", "it"),
    "ymail": ("com",),
}
_RIGHT = _USUAL | {f"{name}.{end}" for name, ends in _OTHERS.items() for end in ends}
_FAR = frozenset({"", "com", "fr", "ma", "net", "org"})  # ends that people add to a name that has one only
# No domain ends so, whoever holds it.
_NO_ENDS = dict.fromkeys(["con", "cmo", "ocm", "vom", "xom", "cpm", "comm", "coom", "conm", "cok"], "com")
_AT = re.compile(r"@{2,}|[(\[](?:at|arobase)[)\]]", re.IGNORECASE)
_DOTS = re.compile(r"[.,،؛;]+")
_ARABIC = re.compile("[\u0621-\u064a]")
_ADDRESS = re.compile(
    r"[0-9a-z!#$%&'*+/=?^_`{|}~-]+(?:\.[0-9a-z!#$%&'*+/=?^_`{|}~-]+)*@(?:[0-9a-z](?:[0-9a-z-]*[0-9a-z])?\.)+[a-z]{2,}",
    re.IGNORECASE | re.ASCII,
)
# What the keys of an Arabic keyboard write, by the Latin letters on them: those of QWERTY, of AZERTY.
_KEYS = "ضصثقفغعهخحشسيبلاتنمكئءؤرىةوز"
_LAYOUTS = (
    str.maketrans(_KEYS, "qwertyuiopasdfghjkl;zxcvnm,."),
    str.maketrans(_KEYS, "azertyuiopqsdfghjklmwxcvn,;."),
)
LONGEST = 254


def suggestion(typed: str) -> str:
    """The address that was probably meant; "" when there is nothing to ask, or nothing to guess."""
    address = digits(tidy(typed)).replace(" ", "")
    if not address or len(address) > LONGEST:
        return ""
    texts = [address.translate(keys) for keys in _LAYOUTS] if _ARABIC.search(address) else [address]
    for text in texts:
        found = _mended(text)
        if found and (len(texts) == 1 or _domain(found) in _RIGHT):
            return "" if _same(found, address) else found
    return ""


def _mended(text: str) -> str:
    """The address with what can be mended; "" when it is none even then."""
    text = _DOTS.sub(".", _AT.sub("@", text))
    local, at, domain = text.partition("@")
    if not at:
        local, domain = _parted(text)
    domain = domain.strip(".").lower()
    mended = f"{local.strip('.')}@{domain if domain in _RIGHT else _meant(domain)}"
    return mended if _ADDRESS.fullmatch(mended) else ""


def _parted(text: str) -> tuple[str, str]:
    """An address without its sign, before a usual domain; on a French keyboard « à » stands on that key."""
    for domain in sorted(_USUAL, key=len, reverse=True):
        if text.lower().endswith(domain):
            return text[: -len(domain)].removesuffix("à"), domain
    return text, ""


def _meant(domain: str) -> str:
    head, _, end = domain.rpartition(".")
    end = _NO_ENDS.get(end, end)
    if not head:  # «gmail» alone
        head, end = end, ""
    for name, ends in _PROVIDERS.items():
        if head != name and not _near(head, name):
            continue
        known = next((one for one in ends if end == one), None) or next(
            (one for one in ends if _near(end, one)), None
        )
        if known or not end or (len(ends) == 1 and head == name and end in _FAR):
            return f"{name}.{known or ends[0]}"
    return f"{head}.{end}" if end else head


def _near(typed: str, meant: str) -> bool:
    """One key more, less, wrong, or two exchanged; a first letter is seldom missed, and tells other names."""
    if typed == meant or typed[:1] != meant[:1] or abs(len(typed) - len(meant)) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), None)
    if same is None:
        return True
    rest, other = typed[same:], meant[same:]
    exchanged = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return exchanged or rest[1:] == other or rest == other[1:] or rest[1:] == other[1:]


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _same(one: str, other: str) -> bool:
    """Capitals in a domain change nothing."""
    return one.partition("@")[0] == other.partition("@")[0] and one.lower() == other.lower()
