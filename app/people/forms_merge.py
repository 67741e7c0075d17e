"""The form on which two rows are compared: for each field in which they differ, whose value is kept."""

from collections.abc import Sequence

from wtforms import RadioField

from app.people.merging_fields import Difference
from app.ui.forms import Form, Version

KEPT, GONE = "kept", "gone"


class MergeForm(Form):
    """A choice for each difference that leaves one, and the versions of the rows that were compared."""

    kept_version = Version()
    gone_version = Version()

    def taken(self) -> frozenset[str]:
        """The fields of which the value of the row that goes is kept."""
        return frozenset(field.name.removeprefix("take-") for field in self if field.data == GONE)

    def versions(self) -> tuple[int, int]:
        return self.kept_version.data, self.gone_version.data


def merge_form(differences: Sequence[Difference]) -> MergeForm:
    """The form for these differences, with what is kept by itself chosen."""
    fields = {
        f"take-{one.field.key}": RadioField(
            one.field.label, choices=[KEPT, GONE], default=GONE if one.taken else KEPT
        )
        for one in differences
        if one.open
    }
    made: MergeForm = type("MergeForm", (MergeForm,), fields)()
    return made
