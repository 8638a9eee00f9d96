"""What may go onto an agenda: open cases and late duties, ticked by the officer who proposes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from kakehashi.core.agenda import subject_of
from kakehashi.core.agreement import Profile
from kakehashi.core.matters import Family
from kakehashi.core.notices.consultations import AgendaItem, Form, Proposal, Subject
from kakehashi.core.notices.text import Text
from kakehashi.core.target_days import day_at
from kakehashi.desk.cases import queries
from kakehashi.desk.cases.queries import Filters
from kakehashi.desk.models import Dealing, DutyRow
from kakehashi.web.desk import showing
from kakehashi.web.desk.drafting.filling import Filled, filled_part
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.fields import Choice, Field

MOST: Final = 50
KIND: Final = "consultation.proposed"
_OTHERS: Final = tuple(family.value for family in Family if family is not Family.CONSULTATION)


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to talk about: a notice, its kind, and the item it makes in English."""

    key: str
    notice: str
    kind: str
    words: str
    english: str


def matters(profile: Profile, today: date) -> tuple[list[Matter], list[Matter]]:
    """Give the open cases and the late duties of an agreement: five queries."""
    every = queries.cases((profile.name,), Filters(families=_OTHERS, state="open"))[:MOST]
    serving = queries.serving((profile.name,))
    late = list(
        DutyRow.objects.filter(
            edition__in=[one.pk for one in serving.values()],
            ended_on__isnull=True,
            deadline_on__lt=today,
        ).order_by("deadline_on", "id")[:MOST]
    )
    opening = queries.dealings(profile.name, [one.matter for one in every])
    cases = [_case(profile, opening[one.matter]) for one in every if one.matter in opening]
    return cases, [_duty(profile, row) for row in late]


def _case(profile: Profile, dealing: Dealing) -> Matter:
    here = _case_words(profile, dealing)
    with translation.override("en"):
        english = _case_words(profile, dealing)
    return Matter(f"case:{dealing.jti}", dealing.jti, dealing.kind, here, english)


def _case_words(profile: Profile, dealing: Dealing) -> str:
    party = profile.parties[dealing.speaker]
    words = {
        "kind": showing.kind_title(dealing.counts_as),
        "party": named(party.names),
        "day": in_words(day_at(dealing.issued_at, party.time_zone)),
    }
    return _("%(kind)s, %(party)s, %(day)s") % words


def _duty(profile: Profile, row: DutyRow) -> Matter:
    here = _duty_words(profile, row)
    with translation.override("en"):
        english = _duty_words(profile, row)
    return Matter(f"duty:{row.pk}", row.notice, row.kind, here, english)


def _duty_words(profile: Profile, row: DutyRow) -> str:
    duty = next((one for one in profile.duties if one.id == row.duty), None)
    words = {
        "party": named(profile.parties[row.party].names),
        "does": named(duty.does) if duty else row.duty,
        "day": in_words(row.deadline_on) if row.deadline_on else "–",
    }
    return _("%(party)s: %(does)s, due on %(day)s") % words


def fields(cases: Sequence[Matter], duties: Sequence[Matter]) -> list[Field]:
    """The boxes to tick."""
    boxes = (
        ("cases", _("Open cases"), cases, _("There is no open case.")),
        ("duties", _("Late duties"), duties, _("No duty is late.")),
    )
    return [
        Field(
            name=name,
            label=label,
            kind="checkboxes",
            choices=[Choice(one.key, one.words, _hint(one)) for one in every],
            value=(),
            hint="" if every else empty,
            required=False,
        )
        for name, label, every, empty in boxes
    ]


def _hint(one: Matter) -> str:
    return said(subject_of(one.kind).label)


def proposal(chosen: Iterable[Matter]) -> Filled:
    """Fill the form of a proposal with what was ticked, by subjects (a) to (f)."""
    order = list(Subject)
    ordered = sorted(chosen, key=lambda one: order.index(subject_of(one.kind)))
    if not ordered:
        return {}
    agenda = tuple(
        AgendaItem(
            number=number,
            subject=subject_of(one.kind),
            title=Text(lang="en", text=one.english),
        )
        for number, one in enumerate(ordered, 1)
    )
    filled = filled_part(KIND, "restricted", Proposal(agenda=agenda, form=Form.MEETING))
    return filled | {"links.refers": list(dict.fromkeys(one.notice for one in ordered))}
