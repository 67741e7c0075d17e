"""Badges per second, peak memory and file size of 5,000 badges: `python -m tests.benchmarks.bench_badges`."""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator

from app.badges.formats import Format
from app.badges.layout import BadgeData, Design
from app.badges.pdf import write_badges
from app.platform import qr
from app.platform.seals import Keyring
from app.verification import codes

BADGES = 5_000
_GIVEN = [
    ("فاطمة الزهراء", "Fatima-Zahra"),
    ("عبد الرحمان", "Abderrahmane"),
    ("مولاي يوسف", "Moulay Youssef"),
]
_FAMILY = [
    ("الصفريوي", "Sefrioui"),
    ("العلمي الإدريسي", "El Alami El Idrissi"),
    ("بنعبد الله", "Benabdellah"),
]
_CATEGORIES = [("مشارك", "Participant", "#1b5e3f"), ("ضيف شرف", "Invité d’honneur", "#c58a1a")]


def people(matrices: list[str]) -> Iterator[BadgeData]:
    """Different names on every badge: a letter is appended, so that no name is shaped once for many."""
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    for n, matrix in enumerate(matrices):
        given, family, category = _GIVEN[n % 3], _FAMILY[n // 3 % 3], _CATEGORIES[n % 2]
        tail = letters[n % 28] + letters[n // 28 % 28] + letters[n // 784 % 28]
        latin = "".join(chr(ord("a") + digit % 26) for digit in (n, n // 26, n // 676))
        yield BadgeData(
            number=n,
            qr=matrix,
            given_ar=f"{given[0]} {tail}",
            family_ar=f"{family[0]} {tail}",
            given_fr=f"{given[1]} {latin}",
            family_fr=f"{family[1]} {latin}",
            function_ar="رئيسة الجمعية",
            function_fr="Présidente",
            organisation_ar=f"جمعية (الأمل) {n % 400}",
            organisation_fr=f"Association «Espoir» {n % 400}",
            category_ar=category[0],
            category_fr=category[1],
            colour=category[2],
        )


def peak_mb() -> float:
    """Greatest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


def main() -> None:
    keyring = Keyring({1: bytes(range(32))})
    start = time.process_time()
    matrices = [qr.matrix(codes.issue(keyring, n.to_bytes(10, "big"), 1)) for n in range(BADGES)]
    each = (time.process_time() - start) / BADGES
    out = sys.stdout.write
    out(f"code and matrix at issue: {each * 1000:.1f} ms each; memory before drawing {peak_mb():.0f} MB\n")
    for paper in (Format.CR80, Format.A6):
        design = Design(paper, "المجتمع المدني وآفة المخدرات", "Société civile et drogues", "طنجة", "Tanger")
        with tempfile.TemporaryFile() as file:
            start = time.process_time()
            count = write_badges(file, people(matrices), design)
            spent = time.process_time() - start
            out(
                f"{paper.name}: {count} badges in {spent:.1f} s of one core, {count / spent:.0f}/s, "
                f"peak {peak_mb():.0f} MB, {file.tell() / 1e6:.1f} MB\n"
            )


if __name__ == "__main__":
    main()
