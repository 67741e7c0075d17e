"""No package with a licence that an administration could not accept: named ones only, checked in each run."""

import json
import re
import subprocess
import sys

from deploy.console import ROOT, say

# As packages spell them, in lower case; "or" leaves a choice, ";", "," and "and" ask for all.
ALLOWED = re.compile(
    r"""mit | mit[ -]license | mit-0 | mit-cmu | x11 | isc | zlib | cc0-1\.0 | hpnd
    | bsd | bsd[ -]license | bsd-[23]-clause | 0bsd | the[ ]unlicense.* | unlicense
    | apache.* | apache-2\.0 | psf-2\.0 | python[ ]software[ ]foundation[ ]license | cnri-python
    | mpl-2\.0 | mozilla[ ]public[ ]license[ ]2\.0.* | mozilla[ ]public[ ]license[ ]1\.1.* | ofl-1\.1
    | lgpl-[23]\.[01]-.* | gnu[ ]lesser[ ]general[ ]public[ ]license.*""",
    re.VERBOSE,
)
# Tools that run here and are never handed on with the application.
TOOLS_ALLOWED = re.compile(r"gpl-3\.0-or-later")
# Where the package says nothing, or something loose: what its own LICENSE file says.
READ_BY_US = {
    "axe-playwright-python": "MIT",
    "huey": "MIT",
    "pypdfium2": "BSD-3-Clause",
    "pyphen": "MPL-1.1 or LGPL-2.1, chosen from three",
    "qrcode": "BSD-3-Clause, with a notice of the code's origin",
}


def main() -> int:
    """Name every package whose licence is not allowed; 1 when there is one."""
    held = _runtime()
    refused = []
    for package in _installed():
        name, licence = package["Name"].lower().replace("_", "-"), package["License"]
        if name in READ_BY_US or allowed(licence, ALLOWED):
            continue
        if name not in held and allowed(licence, TOOLS_ALLOWED):
            continue
        refused.append(f"{package['Name']} {package['Version']}: {licence}")
    for line in refused:
        say(line)
    say("These licences are not allowed." if refused else "All licences are allowed.")
    return int(bool(refused))


def allowed(licence: str, pattern: re.Pattern[str]) -> bool:
    """Whether the words of a package about its licence leave an allowed choice."""
    for choice in re.split(r"\s+or\s+", licence.lower()):
        parts = re.split(r"\s+and\s+|[;,]", choice)
        if all(pattern.fullmatch(part.strip("() ")) for part in parts):
            return True
    return False


def _installed() -> list[dict[str, str]]:
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[dict[str, str]] = json.loads(answer.stdout)
    return found


def _runtime() -> set[str]:
    """The names in the lock of the application itself."""
    lock = (ROOT / "requirements.txt").read_text()
    return {name.lower() for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}


if __name__ == "__main__":
    sys.exit(main())
