"""The search of the public pages."""

from flask import Blueprint, render_template, request

from app.accounts.doors import public
from app.platform import limits
from app.platform.page_cache import cached
from app.platform.text import search_words, tidy
from app.site import finding, finding_sessions

bp = Blueprint("search", __name__, template_folder="templates")
LONGEST = 100


@bp.get("/search")
@public
@cached(reads_query=True)
@limits.per_address("60 per 5 minutes", reading=True)
def index() -> str:
    """Events, agreements, sessions, people of programmes. What is looked for is kept nowhere."""
    query = tidy(request.args.get("q", ""))[:LONGEST]
    if not search_words(query):
        return render_template("site/search.html", query="", asked=False)
    return render_template(
        "site/search.html",
        query=query,
        asked=True,
        events=finding.events(query),
        agreements=finding.agreements(query),
        sessions=finding_sessions.sessions(query),
        people=finding.people(query),
    )
