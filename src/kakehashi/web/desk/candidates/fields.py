"""The controls on a candidate's case: a step, a reason, what is to become of a certificate."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kakehashi.certificates.models import CandidateCase
from kakehashi.certificates.procedures import procedure
from kakehashi.core.notices.certificates import CertificateEndWhy
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.fields import Choice, Field, posted_date


def reason(hint: str, *, required: bool = True) -> Field:
    """The reason of a decision in the officer's own words."""
    return Field(
        name="reason",
        label=_("Reason, in a sentence"),
        kind="textarea",
        hint=hint,
        rows=3,
        required=required,
    )


def of_decision() -> list[Field]:
    """What is asked of who decides on a case."""
    hint = _("Needed for everything but a certificate. It stays on this node.")
    return [reason(hint, required=False)]


def of_closing() -> list[Field]:
    """What is asked of who closes a case."""
    return [reason(_("It stays on this node."))]


def of_withdrawal() -> list[Field]:
    """What is asked of who withdraws the approval of a case."""
    return [why(required=True), reason(_("It stays on this node."))]


def as_typed(fields: Sequence[Field], post: Mapping[str, str]) -> list[Field]:
    """Give fields with what was typed into them; a file is chosen anew."""
    return [replace(one, value=_typed(one, post)) for one in fields]


def _typed(field: Field, post: Mapping[str, str]) -> str | tuple[str, ...]:
    if field.kind == "file":
        return ""
    return posted_date(post, field.name) if field.kind == "date" else post.get(field.name, "")


def of_step(case: CandidateCase, *, today: date) -> list[Field]:
    """What is asked of a step that was done."""
    steps = procedure(case.agreement).of(case.route)
    return [
        Field(
            name="step",
            label=_("Step"),
            kind="select",
            choices=[Choice(step.id, named(step.names)) for step in steps],
        ),
        Field(
            name="done_on",
            label=_("Done on"),
            kind="date",
            value=(str(today.year), str(today.month), str(today.day)),
        ),
        Field(
            name="evidence",
            label=_("Evidence"),
            kind="file",
            hint=_("A scan or a photo, at most 16 MB. It is sealed on this node."),
            required=False,
        ),
        Field(name="note", label=_("Note"), kind="textarea", rows=2, required=False),
    ]


def why(*, required: bool = False) -> Field:
    """Why a certificate, or the approval of a case, ends."""
    choices = [Choice(one.value, said(one.label)) for one in CertificateEndWhy]
    return Field(
        name="why",
        label=_("Reason"),
        kind="select",
        choices=[Choice("", ""), *choices],
        required=required,
    )


def of_ending(offered: Sequence[tuple[str, str, Promise]]) -> list[Field]:
    """What is asked of a proposal about a certificate."""
    return [
        Field(
            name="ending",
            label=_("What is to become of it"),
            kind="radios",
            choices=[
                Choice(f"{number} {what}", f"{number}: {word}") for number, what, word in offered
            ],
        ),
        why(),
        Field(
            name="until",
            label=_("Suspended until"),
            kind="date",
            hint=_("Only where a day is known. After this day it is valid again by itself."),
            value=("", "", ""),
            required=False,
        ),
    ]
