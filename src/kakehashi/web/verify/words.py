"""What a verification is called, and in which colour, sign and words it is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kakehashi import node
from kakehashi.core.certificate import ADVICE, Outcome, Reason, Status
from kakehashi.core.certificate.claims import FIELD_NUMBERS
from kakehashi.core.certificate.reasons import ENDING, REFUSING
from kakehashi.scanning import Why
from kakehashi.web.parts import naming, shapes
from kakehashi.web.parts.dates import MONTHS
from kakehashi.web.parts.fields import Field
from kakehashi.web.parts.shapes import Tone


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """An outcome's sign, which a black and white print keeps, its title and its colour."""

    sign: str
    title: Promise
    tone: Tone


OUTCOMES: Final[Mapping[Outcome, OutcomeWords]] = {
    Outcome.VALID: OutcomeWords("✓", _("Genuine and valid"), "good"),
    Outcome.UNSURE: OutcomeWords(
        "!", _("Genuine; whether it is valid today is not known for sure"), "warning"
    ),
    Outcome.NOT_VALID: OutcomeWords("✕", _("Genuine, but not valid"), "bad"),
    Outcome.REFUSED: OutcomeWords("✕", _("Not shown to be genuine"), "bad"),
}
LABELS: Final[Mapping[str, Promise]] = {
    "number": _("Certificate number"),
    "name": _("Name, as in the passport"),
    "bornOn": _("Born on"),
    "passport": _("Passport number ends with"),
    "issuer": _("Issued by"),
    "organization": _("Approval number of the sending organization"),
    "field": _("Field"),
    "issuedOn": _("Issued on"),
    "validUntilOn": _("Valid until"),
    "status": _("Status"),
    "statusAt": _("Status list signed"),
    "statusAge": _("Age of the status list in hours"),
    "numberSaid": _("Number that the code claims, which is not proven"),
}
STATUSES: Final[Mapping[Status, Promise]] = {
    Status.VALID: _("Neither suspended nor revoked"),
    Status.SUSPENDED: pgettext_lazy("certificate", "Suspended"),
    Status.REVOKED: pgettext_lazy("certificate", "Revoked"),
}
AS_OF: Final = _("Status as of %(moment)s.")
NOT_READ: Final[Mapping[Why, Promise]] = {
    Why.TOO_LARGE: _("The file is too large. Take the picture again, or cut it down to the code."),
    Why.NOT_A_PICTURE: _("The file is neither a picture nor a PDF."),
    Why.DAMAGED: _("The file cannot be opened: it is damaged or was cut off. Send it again."),
    Why.NO_CODE: _(
        "No code was found. Take the picture again: flat, in good light, the whole code and a "
        "white edge around it."
    ),
    Why.TOO_LONG: _("Reading took too long. Take a picture of the code alone and try again."),
    Why.BUSY: _("Many files are being read just now. Try again in a moment."),
}
NOTHING: Final = _("Choose a photo or a PDF, or enter the text of the code.")
MEANINGS: Final[Mapping[Outcome, Promise]] = {
    Outcome.VALID: _(
        "The issuing ministry signed it, and its status list, which is less than a day old, "
        "does not name it."
    ),
    Outcome.UNSURE: _(
        "The issuing ministry signed it. The status list at hand is missing or older than a day: "
        "connect and check again before you rely on it."
    ),
    Outcome.NOT_VALID: _("It is suspended, revoked or over, or it begins later."),
    Outcome.REFUSED: _(
        "Altered, forged, misread, or another country's. Do not rely on it; the answer says what "
        "to do."
    ),
}
KEPT: Final[Mapping[str, Promise]] = {
    "preparing": _("Getting ready for use without a connection …"),
    "ready": _("Ready for use without a connection."),
    "not-yet": _(
        "Not ready for use without a connection: not everything could be fetched. Open this page "
        "again with a better connection."
    ),
    "never": _(
        "This browser cannot keep this page: it needs a connection whenever it is opened. A "
        "private window keeps nothing; try an ordinary one."
    ),
}
Mistakes = Mapping[str, Promise]
"""What is wrong, by the name of the field."""
NO_MISTAKES: Final[Mistakes] = MappingProxyType({})


def controls(mistakes: Mistakes) -> list[Field]:
    """Give the form's fields."""
    wrong = [mistakes["file"]] if "file" in mistakes else []
    return [
        Field(
            name="file",
            label=_("Photo or PDF"),
            kind="file",
            accept="image/*,application/pdf",
            required=False,
            errors=wrong,
        ),
        Field(
            name="text",
            label=_("Text of the code"),
            kind="textarea",
            hint=_("As another reader of codes shows it; it begins with KKC1:"),
            rows=3,
            required=False,
        ),
    ]


def awaited(ministries: Iterable[str]) -> list[str]:
    """Say whose certificates cannot be checked yet."""
    told = gettext(
        "The keys of %(ministry)s are not here yet, so its certificates cannot be checked on this "
        "page. They come by themselves: try again in some minutes, or ask that ministry."
    )
    return [told % {"ministry": one} for one in ministries]


def meanings() -> list[tuple[shapes.Status, Promise]]:
    """Say what each answer means, as it will look."""
    return [
        (shapes.Status(f"{said.sign} {said.title}", said.tone), MEANINGS[outcome])
        for outcome, said in OUTCOMES.items()
    ]


def issuer_name(issuer: str) -> str:
    """Name who issued: the party of `<agreement>/<party>`; the code where it is not known here."""
    agreement, _slash, party = issuer.partition("/")
    if agreement not in node.this().agreements:
        return issuer
    known = node.profile(agreement).parties.get(party)
    return naming.chosen(known.names)[0] if known else issuer


def for_the_script(issuers: frozenset[str]) -> dict[str, Any]:
    """Give the page's script its texts and the lists that it judges by."""
    return {
        "outcomes": {
            outcome.value: {"sign": said.sign, "title": str(said.title), "tone": said.tone}
            for outcome, said in OUTCOMES.items()
        },
        "reasons": {reason.value: gettext(reason.label) for reason in Reason},
        "advice": {reason.value: gettext(advice.label) for reason, advice in ADVICE.items()},
        "statuses": {status.value: str(said) for status, said in STATUSES.items()},
        "labels": {name: str(label) for name, label in LABELS.items()},
        "asOf": str(AS_OF),
        "months": [str(month) for month in MONTHS],
        "datePattern": pgettext("date", "%(day)s %(month)s %(year)s"),
        "issuers": {issuer: issuer_name(issuer) for issuer in sorted(issuers)},
        "fields": _field_names(),
        "fieldCodes": [None, *sorted(FIELD_NUMBERS, key=FIELD_NUMBERS.__getitem__)],
        "refusing": sorted(REFUSING),
        "ending": sorted(ENDING),
        "failed": {
            "camera": gettext(
                "The camera cannot be opened. Allow it in the browser, or choose a photo."
            ),
            "nothing": str(NOTHING),
            "noCode": str(NOT_READ[Why.NO_CODE]),
            "noKeys": gettext(
                "The issuers' keys are not here yet. Open this page once with a connection."
            ),
            "send": gettext("Let this ministry's computer read the file"),
        },
        "kept": {state: str(said) for state, said in KEPT.items()},
        "listsOf": gettext("Status lists of %(moment)s."),
        "organization": reverse("portal-number", args=["0"]),
        "held": reverse("verify-held"),
        "worker": reverse("verify-worker"),
        "scope": reverse("verify"),
    }


def _field_names() -> dict[str, str]:
    today = timezone.localdate()
    return {code: naming.field_name(code, today) for code in FIELD_NUMBERS}
