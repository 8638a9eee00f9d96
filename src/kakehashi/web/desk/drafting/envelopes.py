"""What the envelope of a notice is to say: clause, class, who decided what when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import ValidationError

from kakehashi.core.agreement import Permit, Profile
from kakehashi.core.envelope import Decider
from kakehashi.core.notices import KIND_FACTS, KINDS, AnyNotice, Classification, Decided, Notice
from kakehashi.core.notices.text import LINE
from kakehashi.exchange.issuing import Outgoing
from kakehashi.web.desk.drafting.answers import Answered, Typed, first
from kakehashi.web.desk.drafting.controls import Page
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.fields import Choice, Control, Field, Group

PREFIX: Final = "envelope"
LONGEST_ROLE: Final = 200


@dataclass(frozen=True, slots=True)
class Sides:
    """Under which profile, by which party and on which day a notice would be issued."""

    profile: Profile
    party: str
    today: date

    def permits(self, kind: str) -> Sequence[Permit]:
        """What lets our party issue a kind today."""
        return self.profile.on(self.today).permits.get((kind, self.party), ())

    def clauses(self, kind: str) -> list[str]:
        """The clauses under which a kind may be issued."""
        permits = self.permits(kind)
        if any(permit.is_everywhere for permit in permits):
            return list(self.profile.clauses)
        return [permit.clause for permit in permits]

    def classes(self, kind: str) -> list[Classification]:
        """The classes in which a kind may be issued, the usual one first."""
        permitted = dict.fromkeys(c for permit in self.permits(kind) for c in permit.classes)
        return [c for c in permitted if c in KIND_FACTS[kind].classes]


def envelope_controls(page: Page, sides: Sides, kind: str, *, office: str) -> Group:
    """The controls of the envelope; `office` is the officer's own unit."""
    facts = KIND_FACTS[kind]
    fields: list[Control] = [_clause(page, sides, kind)]
    classes = sides.classes(kind)
    if len(classes) > 1:
        fields.append(_class(page, classes))
    fields += [
        _day(page, "on", _("Decided on"), _("Leave empty where only the latest day is known.")),
        _day(page, "not_later_than", _("Decided not later than"), "", required=False),
        _day(
            page,
            "effective_on",
            _("Takes effect on"),
            _("From the beginning of that day in your country."),
            required=facts.takes_effect,
        ),
        _office(page, sides, office),
        Field(
            name=f"{PREFIX}.role",
            label=_("Role of who decided"),
            hint=_("For example: Director of the division"),
            value=first(page.typed, f"{PREFIX}.role"),
            errors=page.wrong(f"{PREFIX}.role"),
        ),
        Field(
            name=f"{PREFIX}.entered_later",
            label=_("This was decided in the past and is entered later, for the record"),
            kind="checkbox",
            value=first(page.typed, f"{PREFIX}.entered_later"),
            required=False,
        ),
    ]
    return Group(name=PREFIX, label=_("The decision"), fields=fields, errors=page.wrong(PREFIX))


def _clause(page: Page, sides: Sides, kind: str) -> Field:
    clauses = sides.clauses(kind)
    choices = [Choice(c, f"{c} {named(sides.profile.clauses[c].title)}") for c in clauses]
    typed = first(page.typed, f"{PREFIX}.clause")
    return Field(
        name=f"{PREFIX}.clause",
        label=_("Clause"),
        kind="select",
        choices=choices if len(clauses) == 1 else [Choice("", ""), *choices],
        value=typed or (clauses[0] if len(clauses) == 1 else ""),
        errors=page.wrong(f"{PREFIX}.clause"),
    )


def _class(page: Page, classes: Sequence[Classification]) -> Field:
    return Field(
        name=f"{PREFIX}.class",
        label=_("Who may see it"),
        kind="radios",
        choices=[Choice(c.value, said(c.label)) for c in classes],
        value=first(page.typed, f"{PREFIX}.class") or classes[0].value,
        errors=page.wrong(f"{PREFIX}.class"),
    )


def _day(page: Page, name: str, label: str, hint: str, *, required: bool = True) -> Field:
    path = f"{PREFIX}.{name}"
    return Field(
        name=path,
        label=label,
        kind="date",
        hint=hint,
        value=tuple(first(page.typed, f"{path}-{unit}") for unit in ("year", "month", "day")),
        errors=page.wrong(path),
        required=required,
    )


def _office(page: Page, sides: Sides, office: str) -> Field:
    offices = sides.profile.parties[sides.party].offices
    choices = [Choice(code, named(place.names)) for code, place in offices.items()]
    return Field(
        name=f"{PREFIX}.office",
        label=_("Office that decided"),
        kind="select",
        choices=[Choice("", ""), *choices],
        value=first(page.typed, f"{PREFIX}.office") or (office if office in offices else ""),
        errors=page.wrong(f"{PREFIX}.office"),
    )


def read_envelope(typed: Typed, sides: Sides, kind: str, answered: Answered) -> dict[str, Any]:
    """Read what the envelope is to say as JSON values; mistakes are noted in `answered`."""
    clauses, classes = sides.clauses(kind), sides.classes(kind)
    clause = first(typed, f"{PREFIX}.clause")
    if clause not in clauses:
        answered.note(f"{PREFIX}.clause", _("Choose the clause under which it is issued."))
    chosen = first(typed, f"{PREFIX}.class") or (classes[0].value if len(classes) == 1 else "")
    if chosen not in classes:
        answered.note(f"{PREFIX}.class", _("Choose who may see it."))
    elif answered.notice is not None:
        _fits_class(answered, answered.notice, Classification(chosen))
    return {
        "clause": clause,
        "class": chosen,
        "decided": _decided(typed, sides, answered),
        "effective_on": _effective(typed, kind, answered),
        "entered_later": bool(first(typed, f"{PREFIX}.entered_later")),
        "office": _known_office(typed, sides, answered),
        "role": _role(typed, answered),
    }


def _fits_class(answered: Answered, notice: Notice, chosen: Classification) -> None:
    filled = any(getattr(notice, c.value, None) is not None for c in Classification)
    if filled and notice.classification is not chosen:
        answered.note(
            f"{PREFIX}.class",
            _("What is filled in is of the class “%(filled)s”: choose it, or remove that part.")
            % {"filled": said(notice.classification.label)},
        )


def _read_day(typed: Typed, name: str, answered: Answered) -> date | None:
    path = f"{PREFIX}.{name}"
    try:
        return read_date(*(first(typed, f"{path}-{unit}") for unit in ("year", "month", "day")))
    except NotADate as mistake:
        answered.note(path, str(mistake))
        return None


def _decided(typed: Typed, sides: Sides, answered: Answered) -> dict[str, str] | None:
    on = _read_day(typed, "on", answered)
    latest = _read_day(typed, "not_later_than", answered)
    if f"{PREFIX}.on" in answered.mistakes or f"{PREFIX}.not_later_than" in answered.mistakes:
        return None
    try:
        made = Decided(on=on, not_later_than=latest)
    except ValidationError:
        answered.note(
            f"{PREFIX}.on", _("Enter the day of the decision, or below the latest day possible.")
        )
        return None
    if made.latest > sides.today:
        answered.note(
            f"{PREFIX}.on" if on else f"{PREFIX}.not_later_than",
            _("A decision cannot lie in the future. Its effect may: enter that day below."),
        )
    return made.model_dump(mode="json", exclude_none=True)


def _effective(typed: Typed, kind: str, answered: Answered) -> str | None:
    day = _read_day(typed, "effective_on", answered)
    name = f"{PREFIX}.effective_on"
    if day is None and KIND_FACTS[kind].takes_effect and name not in answered.mistakes:
        answered.note(name, _("Enter the day from which it takes effect."))
    return None if day is None else day.isoformat()


def _known_office(typed: Typed, sides: Sides, answered: Answered) -> str:
    office = first(typed, f"{PREFIX}.office")
    if office not in sides.profile.parties[sides.party].offices:
        answered.note(f"{PREFIX}.office", _("Choose the office that decided."))
    return office


def _role(typed: Typed, answered: Answered) -> str:
    role = first(typed, f"{PREFIX}.role").strip()
    if not role:
        answered.note(f"{PREFIX}.role", _("Enter the role of the person who decided."))
    elif len(role) > LONGEST_ROLE or not _is_line(role):
        answered.note(f"{PREFIX}.role", _("Write one line of at most 200 characters."))
    return role


def _is_line(text: str) -> bool:
    return re.fullmatch(LINE.removeprefix("^").removesuffix("$"), text) is not None


def said_of(notice: Notice, envelope: dict[str, Any], files: Sequence[str]) -> dict[str, Any]:
    """Put a notice and its envelope into JSON values, to be kept exactly as they were checked."""
    return {
        "kind": notice.kind,
        "version": notice.version,
        "notice": notice.model_dump(mode="json", exclude_none=True),
        "files": list(files),
        **envelope,
    }


def notice_of(said_so: dict[str, Any]) -> AnyNotice:
    """Make the notice again from what `said_of` gave."""
    made: AnyNotice = KINDS[said_so["kind"]].model_validate(said_so["notice"])  # type: ignore[assignment]  # every kind is one of the union
    return made


def outgoing_of(said_so: dict[str, Any], files: Sequence[bytes]) -> Outgoing:
    """Make what is issued from what `said_of` gave and the bytes of its files, in their order."""
    effective = said_so["effective_on"]
    return Outgoing(
        notice=notice_of(said_so),
        clause=said_so["clause"],
        classification=Classification(said_so["class"]),
        decided=Decided(
            **{name: date.fromisoformat(day) for name, day in said_so["decided"].items()}
        ),
        by=Decider(said_so["office"], said_so["role"]),
        effective_on=date.fromisoformat(effective) if effective else None,
        entered_later=said_so["entered_later"],
        files=tuple(files),
    )
