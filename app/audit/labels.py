"""All in the log but its acts, in words: what they are about, what they tell, what is wrong with them."""

from app.audit.verifying import Fault, Trouble
from app.platform.i18n import _, lazy, lazy_context

SUBJECT_WORDS = {
    "account": lazy_context("subject", "Account"),
    "agreement": lazy_context("subject", "Agreement"),
    "agreement_scan": lazy_context("subject", "Signed paper"),
    "category": lazy_context("subject", "Category"),
    "forum": lazy_context("subject", "Event"),
    "gate": lazy_context("subject", "Gate"),
    "hall": lazy_context("subject", "Hall"),
    "invitation": lazy_context("subject", "Invitation"),
    "job": lazy_context("subject", "Job"),
    "mail_template": lazy_context("subject", "Text of a message"),
    "membership": lazy_context("subject", "Role in the team"),
    "operator": lazy_context("subject", "The installation"),
    "organisation": lazy_context("subject", "Organisation"),
    "outgoing_mail": lazy_context("subject", "Message"),
    "partner": lazy_context("subject", "Partner"),
    "party": lazy_context("subject", "Party to an agreement"),
    "passkey": lazy_context("subject", "Passkey"),
    "person": lazy_context("subject", "Person"),
    "quota": lazy_context("subject", "Places"),
    "registration": lazy_context("subject", "Registration"),
    "session": lazy_context("subject", "Session"),
    "sign_in": lazy_context("subject", "Signed-in device"),
    "theme": lazy_context("subject", "Theme"),
}
FIELD_WORDS = {
    "about": lazy("About the event"),
    "accessibility_text": lazy("Accessibility"),
    "address": lazy("Address"),
    "before": lazy("Older than"),
    "checked": lazy("Operations checked"),
    "city": lazy("City"),
    "cndp_number": lazy("Number of the CNDP receipt"),
    "contact_email": lazy("Contact e-mail"),
    "contact_text": lazy("Contact"),
    "count": lazy("How many"),
    "date_note": lazy("Note on the date"),
    "department": lazy("Department"),
    "director": lazy("Director of publication"),
    "edition": lazy("Edition"),
    "ends_on": lazy("Last day"),
    "faults": lazy("Faults found"),
    "fields": lazy("What was changed"),
    "hall_id": lazy("Hall"),
    "help_phone": lazy("Help number"),
    "host": lazy("Host"),
    "is_fictional": lazy("Fictional"),
    "kind": lazy("Kind"),
    "legal_text": lazy("Legal notice"),
    "log_months": lazy("Months that the details of the log are kept"),
    "mail_sender": lazy("Sender’s address"),
    "mails_per_minute": lazy("Messages per minute, at most"),
    "minutes": lazy("Length in minutes"),
    "motto": lazy("Motto"),
    "name": lazy("Name"),
    "note": lazy("Note"),
    "noted": lazy("Number noted before"),
    "number": lazy("Number in the chain"),
    "page": lazy("Page"),
    "paper": lazy("Paper"),
    "picture": lazy("Picture"),
    "place": lazy("Place of signature"),
    "places": lazy("Places"),
    "position": lazy("Rank"),
    "privacy_text": lazy("Personal data"),
    "record": lazy("Record"),
    "region": lazy("Region"),
    "role": lazy("Role"),
    "rows": lazy("Lines"),
    "sha256": lazy("Fingerprint of the file (SHA-256)"),
    "signed_on": lazy("Date of signature"),
    "site_name": lazy("Name of the platform"),
    "slug": lazy("Address of the page"),
    "sources": lazy("Sources"),
    "starts_at": lazy("When"),
    "starts_on": lazy("First day"),
    "state": lazy("State"),
    "theme_id": lazy("Theme"),
    "tifinagh": lazy("Name in Tifinagh"),
    "title": lazy("Title"),
    "user": lazy("Account"),
    "venue": lazy("Venue"),
    "way": lazy("Signed in with"),
}
_TROUBLES = {
    Trouble.EDITED: lazy("the operation was edited"),
    Trouble.DETAILS: lazy("its details were edited or removed"),
    Trouble.MISSING: lazy("the operation was removed"),
    Trouble.REMOVED: lazy("its link was removed"),
    Trouble.BROKEN: lazy("it does not follow from the one before: edited, or chained again by somebody else"),
    Trouble.WAITING: lazy("it should be chained since long and is not"),
    Trouble.CUT: lazy("the chain ends before the head that was noted"),
    Trouble.OTHER: lazy("it is not the head that was noted"),
    Trouble.NOTE: lazy("the file audit.head, which notes the head, was written over"),
}


def told(fault: Fault) -> str:
    """A fault as a sentence, in the reader's language."""
    what = str(_TROUBLES[fault.trouble])
    if fault.position is None:
        return str(
            _("Operation without a number (entry %(entry)s): %(what)s.", entry=fault.entry_id, what=what)
        )
    if fault.last is not None and fault.last != fault.position:
        span = {"first": fault.position, "last": fault.last}
        return str(_("Operations no. %(first)s to %(last)s: %(what)s.", what=what, **span))
    return str(_("Operation no. %(number)s: %(what)s.", number=fault.position, what=what))
