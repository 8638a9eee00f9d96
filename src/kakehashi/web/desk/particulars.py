"""What an entry of the own record says, in words: its fields, and what stands in them."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from kakehashi import node
from kakehashi.core.notices import KINDS
from kakehashi.web.desk import showing
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.shapes import Code, Day, Instant, Lines, Row, Shown, Table

READINGS: Final = "readings"
READING: Final = ("what", "officer", "at")
"""The field of an entry about readings, and the fields of each."""
FIELDS: Final[Mapping[str, str | Promise]] = {
    "about": gettext_lazy("About"),
    "agreement": gettext_lazy("Agreement"),
    "agreements": gettext_lazy("Agreements"),
    "applicant": gettext_lazy("Applicant"),
    "approve": gettext_lazy("Approval"),
    "asked_by": gettext_lazy("Asked by"),
    "at": gettext_lazy("When"),
    "basis": gettext_lazy("Basis"),
    "batch": gettext_lazy("Checked file"),
    "by": gettext_lazy("Officer"),
    "case": pgettext_lazy("matter", "Case"),
    "clause": gettext_lazy("Clause"),
    "commitment": gettext_lazy("Commitment"),
    "conflict": gettext_lazy("Conflict of interest"),
    "count": gettext_lazy("Number"),
    "counted": gettext_lazy("Result"),
    "day": gettext_lazy("Day"),
    "decided_by": gettext_lazy("Decided by"),
    "decision": gettext_lazy("Decision"),
    "deputy": gettext_lazy("Deputy"),
    "digest": gettext_lazy("Digest"),
    "draft": gettext_lazy("Draft"),
    "drafted_by": gettext_lazy("Drafted by"),
    "ended": gettext_lazy("Generation that ended"),
    "entities": gettext_lazy("Names"),
    "examiner": gettext_lazy("Examiner"),
    "field": gettext_lazy("Field"),
    "file": gettext_lazy("File"),
    "findings": gettext_lazy("Findings"),
    "found": gettext_lazy("Findings"),
    "from": pgettext_lazy("of a measure", "From"),
    "from_at": pgettext_lazy("of a measure", "From"),
    "generation": gettext_lazy("Generation"),
    "grant": gettext_lazy("Grant"),
    "holders": gettext_lazy("Officers with the key"),
    "issued_on": gettext_lazy("Issued on"),
    "item": gettext_lazy("Item"),
    "key": gettext_lazy("Key"),
    "keys": gettext_lazy("Keys"),
    "kind": gettext_lazy("Kind of notice"),
    "list": gettext_lazy("Status list"),
    "matter": pgettext_lazy("matter", "Case"),
    "months": gettext_lazy("Valid for months"),
    "note": pgettext_lazy("case", "Note"),
    "notice": gettext_lazy("Notice"),
    "notices": gettext_lazy("Notices"),
    "number": gettext_lazy("Number"),
    "officer": gettext_lazy("Officer"),
    "officers": gettext_lazy("Officers"),
    "on": gettext_lazy("Day"),
    "organization": gettext_lazy("Organization"),
    "other": gettext_lazy("Other case"),
    "parts": gettext_lazy("Parts"),
    "place": gettext_lazy("Place"),
    "proposed_by": gettext_lazy("Proposed by"),
    "purpose": gettext_lazy("Purpose"),
    "readings": gettext_lazy("What was read"),
    "reference": gettext_lazy("Reference"),
    "report": pgettext_lazy("in confidence", "Report"),
    "restored": gettext_lazy("Restored"),
    "role": gettext_lazy("Role"),
    "roles": gettext_lazy("Roles"),
    "route": gettext_lazy("Route"),
    "row": gettext_lazy("Row"),
    "rows": gettext_lazy("Rows"),
    "serial": gettext_lazy("Application"),
    "settled": gettext_lazy("Settled"),
    "signatory": gettext_lazy("Signatory"),
    "signed_by": gettext_lazy("Signed off by"),
    "size": gettext_lazy("Size"),
    "sort": gettext_lazy("Sort"),
    "standards": gettext_lazy("Approving standards"),
    "state": gettext_lazy("State"),
    "step": gettext_lazy("Step"),
    "suspended_until_on": gettext_lazy("Suspended until"),
    "thing": gettext_lazy("What it is about"),
    "to": gettext_lazy("To"),
    "told": gettext_lazy("Told"),
    "unit": gettext_lazy("Unit"),
    "until_at": pgettext_lazy("of a measure", "Until"),
    "what": gettext_lazy("What"),
    "why": gettext_lazy("Reason"),
    "words": gettext_lazy("Eight words of the keys"),
}
"""Every field that an act of the record has, in words."""


_READ: Final[Mapping[str, str | Promise]] = {
    "candidate ": gettext_lazy("Candidate"),
    "disclosure of ": gettext_lazy("Disclosure"),
    "disclosure ": gettext_lazy("Disclosure"),
    "draft ": gettext_lazy("Draft"),
    "file of disclosure ": gettext_lazy("The file of a disclosure"),
    "note ": pgettext_lazy("case", "Note"),
    "proposal ": gettext_lazy("Who may be one"),
    "register of disclosures ": gettext_lazy("Register of disclosures"),
    "report ": pgettext_lazy("in confidence", "Report"),
    "who may be named in ": gettext_lazy("Who in it may be known already"),
}
"""How what was read begins where the record names it; a notice or a file stands there by its id."""


def rows(said: Mapping[str, object], people: Mapping[int, str]) -> list[Row]:
    """Give what an entry says, a row for each field; readings have a table of their own."""
    told = sorted((name, value) for name, value in said.items() if name != READINGS)
    return [Row(_label(name), _said(name, value, people)) for name, value in told]


def readings(said: Mapping[str, object], people: Mapping[int, str]) -> Table:
    """Give who read what is confidential, and when; no table where the entry is of another act."""
    found = said.get(READINGS)
    read = found if isinstance(found, list) else []
    shown = [
        [
            _read(str(one.get(name, "")))
            if name == "what"
            else _plain(name, one.get(name, ""), people)
            for name in READING
        ]
        for one in read
    ]
    columns = [str(_label(name)) for name in READING]
    return Table(str(_label(READINGS)), columns, shown)


def _read(what: str) -> Shown:
    """Say what was read, a word for its sort before its id."""
    sort = next((sort for sort in _READ if what.startswith(sort)), "")
    told = _plain("agreement", what.removeprefix(sort), {})
    return Lines([str(_READ[sort]), told]) if sort else told


def _label(name: str) -> str | Promise:
    """Word the name of a field; one of an entry older than these words is shown as it stands."""
    return FIELDS.get(name, name)


def _said(name: str, value: object, people: Mapping[int, str]) -> list[Shown]:
    if isinstance(value, list):
        return [line for one in value for line in _said(name, one, people)] or ["–"]
    if isinstance(value, dict):
        told = (f"{_label(key)}: {_text(key, one, people)}" for key, one in sorted(value.items()))
        return [", ".join(told)]
    return [_plain(name, value, people)]


def _plain(name: str, value: object, people: Mapping[int, str]) -> Shown:
    """Show a value: what has words in words, and a reference or a code as one."""
    if isinstance(value, int) and (name == "at" or name.endswith("_at")):
        return Instant(datetime.fromtimestamp(value, UTC))
    words = _words(name, value, people)
    if words is not None:
        return words
    told = str(value)
    with suppress(ValueError):
        return Day(date.fromisoformat(told))
    is_code = told.isascii() and not any(one.isspace() for one in told)
    return Code(told) if told and is_code else told or "–"


def _text(name: str, value: object, people: Mapping[int, str]) -> str:
    """Say a value inside a line, where several stand beside each other."""
    words = _words(name, value, people)
    if words is not None:
        return words
    with suppress(ValueError):
        return in_words(date.fromisoformat(str(value)))
    return str(value)


def _words(name: str, value: object, people: Mapping[int, str]) -> str | None:
    """Word a value that is known here: whether, somebody, an agreement, a kind of notice."""
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    if isinstance(value, int):
        return people.get(value, str(value)) if _names_somebody(name) else str(value)
    if name in {"agreement", "agreements"} and value in node.this().agreements:
        return showing.title_of(str(value))
    return showing.kind_title(str(value)) if name == "kind" and value in KINDS else None


def _names_somebody(name: str) -> bool:
    return name.endswith("_by") or name in {
        "by",
        "examiner",
        "holders",
        "officer",
        "officers",
        "to",
    }
