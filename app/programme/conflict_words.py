"""What conflicts and their severity are called."""

from app.platform.i18n import lazy_context
from app.programme.clashes import Clash, Severity

SEVERITY_WORDS = {
    Severity.BLOCKS: lazy_context("conflict", "Blocks the release"),
    Severity.WARNS: lazy_context("conflict", "Warning"),
}
CLASH_WORDS = {
    Clash.HALL: lazy_context("conflict", "Same hall"),
    Clash.PERSON: lazy_context("conflict", "Same person"),
    Clash.DAYS: lazy_context("conflict", "Outside the days of the event"),
    Clash.HOURS: lazy_context("conflict", "Outside the hours of the doors"),
    Clash.CHANGE: lazy_context("conflict", "Too little time to change halls"),
    Clash.AVAILABILITY: lazy_context("conflict", "Person not there at that time"),
    Clash.CAPACITY: lazy_context("conflict", "Hall too small"),
    Clash.INTERPRETATION: lazy_context("conflict", "Interpretation missing"),
    Clash.PRAYER: lazy_context("conflict", "Time of prayer"),
    Clash.FRIDAY: lazy_context("conflict", "Friday prayer"),
    Clash.MODERATOR: lazy_context("conflict", "Neither moderator nor chair"),
    Clash.RAPPORTEUR: lazy_context("conflict", "No rapporteur"),
}
