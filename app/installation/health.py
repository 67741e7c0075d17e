"""For monitors: `/healthz` and `/readyz`, which tell a stranger one word; for administrators, a page."""

from flask import Blueprint, Response, jsonify, render_template

from app.accounts.doors import needs, public
from app.platform import health
from app.platform.health import Verdict
from app.platform.i18n import lazy, lazy_context

bp = Blueprint("health", __name__, template_folder="templates")
probes = Blueprint("probes", __name__)
TONES = {Verdict.OK: "good", Verdict.WARNING: "attention", Verdict.FAILED: "urgent"}
VERDICT_WORDS = {
    Verdict.OK: lazy_context("check", "in order"),
    Verdict.WARNING: lazy_context("check", "to be looked at"),
    Verdict.FAILED: lazy_context("check", "out of order"),
}
NAMES = {
    "database": lazy("Database"),
    "storage": lazy("Files"),
    "jobs": lazy("Worker of the jobs"),
    "mail": lazy("Messages"),
    "disk": lazy("Disk"),
}
FIGURES = {
    "database": lazy("Milliseconds to an answer"),
    "storage": lazy("Milliseconds to write a file"),
    "jobs": lazy("Seconds since it was seen"),
    "mail": lazy("Minutes that the oldest message waits"),
    "disk": lazy("Free, in per cent"),
}
REMEDIES = {
    "database": lazy("Its tables are not those of this version. On the server:"),
    "storage": lazy("No file can be written. The folder of the files and its rights need a look."),
    "jobs": lazy("Messages and documents wait until a worker is started:"),
    "mail": lazy("The mail server may be down. The page of messages gives its answers."),
    "disk": lazy("The disk is nearly full. Make room before writing becomes impossible."),
}
COMMANDS = {"database": "flask --app wsgi db upgrade", "jobs": "flask --app wsgi jobs work"}


@probes.get("/healthz")
@public
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return _told("ok")


@probes.get("/readyz")
@public
def ready() -> Response:
    """503 when a check fails; a warning changes nothing."""
    found = {name: check.verdict for name, check in health.readiness().items()}
    failed = Verdict.FAILED in found.values()
    answer = _told("failed" if failed else "ok", checks=found)
    answer.status_code = 503 if failed else 200
    return answer


@bp.get("/administration/health")
@needs("installation.jobs")
def show() -> str:
    return render_template(
        "installation/health.html",
        checks=health.readiness(),
        names=NAMES,
        figures=FIGURES,
        remedies=REMEDIES,
        commands=COMMANDS,
        verdict_words=VERDICT_WORDS,
        tones=TONES,
    )


def _told(status: str, **more: object) -> Response:
    answer = jsonify(status=status, **more)
    answer.headers["Cache-Control"] = "no-store"
    return answer
