"""Acts at home that make something due: recorded first in the own record, then kept to be quoted.

What an act makes due is `core.own_ledger`'s word; a notice of ours that quotes the act provides it.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from kakehashi import node
from kakehashi.core.agreement import Act
from kakehashi.core.heard import Heard
from kakehashi.core.life import WITHDRAWN, Life
from kakehashi.core.own_ledger import Done, Quote, due_day, due_from, provided_by
from kakehashi.core.target_days import day_at
from kakehashi.database.bulk import insert_rows
from kakehashi.desk.acts import note
from kakehashi.desk.models import DeskEdition, DutyLine, HomeAct, OwnDuty

QUOTED: Final = "quoted"
RECORDED: Final[Mapping[Act, str]] = {
    Act.APPROVAL_DECIDED: "approval.decided",
    Act.REVOCATION_DECIDED: "revocation.decided",
    Act.GUIDANCE_GIVEN: "guidance.given",
    Act.CERTIFICATE_DECIDED: "certificate.decided",
    Act.MEASURE_DECIDED: "measure.decided",
    Act.LIST_TAKEN_IN: "list.taken-in",
    Act.REPORT_RELEASED: "report.released",
    Act.INFORMATION_GAINED: "information.gained",
    Act.EXAM_MISCONDUCT_LEARNED: "exam-misconduct.learned",
}
"""Each act as the own record names it."""


class NothingDue(Exception):
    """The act makes nothing due under any of the agreements on that day; nothing was recorded."""


class AlreadyProvided(Exception):
    """A notice quotes the act already: it is no mistake to be struck."""


@dataclass(frozen=True, slots=True)
class New:
    """An act at home to be recorded; `organization` and `measure` for a measure only."""

    act: Act
    day: date
    organization: str = ""
    measure: str = ""
    reference: str = ""

    def done(self, leaf: str = "") -> Done:
        """The act as the own ledger reads it."""
        return Done(leaf, self.act, node.this().party, self.day, self.organization, self.measure)


def record_act(new: New, *, lives: Mapping[str, Life], by: int, now: datetime) -> HomeAct:
    """Record what was done at home, and what it makes due under agreements (with their lives).

    Raises:
        NothingDue: under none of them anything is due from it.

    """
    due = [
        (name, duty)
        for name, life in lives.items()
        for duty in due_from(new.done(), node.profile(name).on(new.day), life)
    ]
    if not due:
        raise NothingDue
    told = {
        "day": new.day.isoformat(),
        "organization": new.organization,
        "measure": new.measure,
        "reference": new.reference,
    }
    with transaction.atomic():
        particulars = {name: value for name, value in told.items() if value}
        agreements = sorted({name for name, _ in due})
        leaf = note(
            RECORDED[new.act],
            by=by,
            now=now,
            agreement=agreements[0] if len(agreements) == 1 else "",
            agreements=agreements,
            **particulars,
        )
        made = HomeAct.objects.create(
            leaf=leaf,
            act=new.act,
            day=new.day,
            organization=new.organization,
            measure=new.measure,
            reference=new.reference,
            recorded_at=now,
        )
        OwnDuty.objects.bulk_create(
            OwnDuty(
                act=made,
                agreement=name,
                duty=duty.id,
                clause=duty.clause,
                source=duty.source,
                since=new.day,
                due_on=due_day(new.done()),
            )
            for name, duty in due
        )
    return made


def strike_act(act: HomeAct, *, by: int, now: datetime) -> None:
    """Strike an act that was recorded by mistake; it stays, and nothing is due from it.

    Raises:
        AlreadyProvided: a notice quotes it.

    """
    with transaction.atomic():
        due = OwnDuty.objects.select_for_update().filter(act=act)
        if due.filter(ended_on__isnull=False).exists():
            raise AlreadyProvided
        if HomeAct.objects.filter(pk=act.pk, is_struck=False).update(is_struck=True):
            note("home-act.struck", by=by, now=now, thing=act.leaf)


def take(edition: DeskEdition, notices: Iterable[Heard]) -> None:
    """Note which notices of ours quote acts at home, and what these provide.

    Inside the transaction that moves the edition's watermark over them.
    """
    us = node.this().party
    ours = [one for one in notices if one.party == us]
    quoting = [one for one in ours if one.links.act]
    gone = {one.links.corrects for one in ours if one.kind == WITHDRAWN and one.links.corrects}
    known = set(
        HomeAct.objects.filter(leaf__in={one.links.act for one in quoting}).values_list(
            "leaf", flat=True
        )
        if quoting
        else ()
    )
    zone = node.profile(edition.agreement).parties[us].time_zone
    lines = [
        (edition.pk, QUOTED, one.links.act, one.jti, "", None, _text(one, zone))
        for one in quoting
        if one.links.act in known
    ]
    insert_rows(DutyLine, ("edition_id", "what", "about", "by", "duty", "on", "text"), lines)
    if gone:
        quoted = DutyLine.objects.filter(edition=edition, what=QUOTED, by__in=gone)
        known |= set(quoted.values_list("about", flat=True))
    if known and edition.state == DeskEdition.State.SERVING:
        _settle(edition, known)


def _text(one: Heard, zone: str) -> str:
    return json.dumps([one.kind, day_at(one.issued_at, zone).isoformat()])


def _settle(edition: DeskEdition, acts: Collection[str]) -> None:
    """Say anew, of what acts made due under the edition's agreement, whether it is provided."""
    rows = DutyLine.objects.filter(edition=edition, what=QUOTED, about__in=acts)
    quotes: dict[str, list[Quote]] = {}
    found = list(rows.values_list("about", "by", "text"))
    gone = _withdrawn(edition, [jti for _, jti, _ in found])
    for leaf, jti, text in found:
        if jti not in gone:
            kind, day = json.loads(text)
            quotes.setdefault(leaf, []).append(Quote(kind, date.fromisoformat(day), jti))
    duties = {
        (duty.id, duty.clause): duty
        for duty in node.profile(edition.agreement).duties
        if duty.party == node.this().party
    }
    for due in OwnDuty.objects.filter(act__in=acts, agreement=edition.agreement):
        first = provided_by(duties[due.duty, due.clause], quotes.get(due.act_id, ()))
        OwnDuty.objects.filter(act=due.act_id, agreement=due.agreement, duty=due.duty).update(
            ended_on=first.day if first else None, ended_by=first.jti if first else ""
        )


def _withdrawn(edition: DeskEdition, notices: Sequence[str]) -> set[str]:
    lines = DutyLine.objects.filter(edition=edition, what="withdrawn", about__in=notices)
    return set(lines.values_list("about", flat=True))


def own_duties(agreements: Collection[str], *, is_open: bool) -> QuerySet[OwnDuty]:
    """What our own acts make due under agreements: still to be provided, or provided."""
    rows = OwnDuty.objects.filter(
        agreement__in=agreements, act__is_struck=False, ended_on__isnull=is_open
    ).select_related("act")
    order = ("since", "act", "duty") if is_open else ("-ended_on", "act", "duty")
    return rows.order_by(*order)
