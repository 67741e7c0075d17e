"""What the machine itself must have: Pango for documents, a browser for the tests."""

import ctypes
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.console import Stop, call, step

PANGO = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
LIBRARIES = {
    "linux": ["libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"],
    "darwin": ["libpango-1.0.dylib", "libpangoft2-1.0.dylib"],
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ZONES = Path("/usr/share/zoneinfo/Africa/Casablanca")


def libraries() -> None:
    """Pango, which WeasyPrint sets documents with, and the zones. Raises Stop with the one command to run."""
    if not all(_loads(name) for name in LIBRARIES.get(sys.platform, [])):
        if sys.platform == "darwin":
            raise Stop("Documents need Pango (macOS is untested): brew install pango")
        install(PANGO, "Documents need Pango.")
    if sys.platform == "linux" and not ZONES.exists():
        install(["tzdata"], "The time zones are missing.")


def browser() -> str | None:
    """A Chromium on this machine."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def need_browser(playwright: list[str | Path]) -> None:
    """The system's Chromium, else Debian's package where it may be installed, else Playwright's own."""
    if browser():
        return
    debian = "debian" in _release()  # Ubuntu's package only points to a snap
    if debian and shutil.which("apt-get") and _rights() is not None:
        install(["chromium"], "The browser journeys need Chromium.")
        return
    with step("Fetching a Chromium"):
        if call([*playwright, "install", "chromium"]):
            raise Stop("No Chromium could be had. Install one, then again: sudo apt-get install chromium")


def install(packages: list[str], why: str) -> None:
    """Install Debian packages where that is allowed, else raise Stop with the command that does it."""
    rights = _rights()
    if not shutil.which("apt-get") or rights is None:
        raise Stop(f"{why} Run this, then start again: sudo apt-get install {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt: list[str | Path] = [*rights, "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    with step(f"{why} Installing {' '.join(packages)}"):
        call([*apt, "update"], env=quiet)
        if call([*apt, "install", "-y", "--no-install-recommends", *packages], env=quiet):
            raise Stop(f"{why} This failed: apt-get install {' '.join(packages)}")


def _rights() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _release() -> str:
    try:
        return platform.freedesktop_os_release().get("ID", "")
    except OSError:
        return ""
