"""What officers do to an application until it is decided: each act in the own record.

`core.approving.course` says who may; here its verdict is asked again inside the transaction.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from kakehashi import node
from kakehashi.approvals import sealing, standards
from kakehashi.approvals.actions import NotAsItWas, note_step
from kakehashi.approvals.models import Application, ConflictDeclared, Finding, Visit
from kakehashi.approvals.sealing import TERMS
from kakehashi.core.approving.course import (
    Bar,
    Facts,
    Rule,
    State,
    Verdict,
    bar_to_decide,
    bar_to_examine,
    bar_to_recommend,
    bar_to_take_up,
)
from kakehashi.journal.record import record


class Barred(Exception):
    """It may not be done, and why; nothing was changed."""

    def __init__(self, bar: Bar) -> None:
        super().__init__(bar.value)
        self.bar = bar


def facts_of(application: Application, *, today: date) -> Facts:
    """Gather what is known of an application: three queries."""
    rule = node.profile(application.agreement).on(today).rule("examination")
    return Facts(
        state=State(application.state),
        standards=standards.set_of(application.standards) if application.standards else None,
        rule=Rule(str(rule.value)) if rule else Rule.BEFORE_APPROVAL,
        examiner=application.examiner_id,
        declared=dict(application.declarations.values_list("officer_id", "has_conflict")),
        findings={
            code: Verdict(verdict)
            for code, verdict in application.findings.values_list("standard", "verdict")
        },
        is_examined=application.examined_on is not None,
        recommends=application.recommends,
        open_visits=application.visits.filter(state=Visit.State.PLANNED).count(),
    )


def declare(
    application: Application, *, has_conflict: bool, words: str, by: int, now: datetime
) -> None:
    """Declare whether an officer has an interest in an application; a conflict is never unsaid.

    Who says so of an application that they examine gives it back.
    """
    with transaction.atomic():
        one, is_new = ConflictDeclared.objects.select_for_update().get_or_create(
            application=application,
            officer_id=by,
            defaults={"has_conflict": has_conflict, "at": now},
        )
        if not is_new:
            if one.has_conflict or not has_conflict:
                return
            ConflictDeclared.objects.filter(pk=one.pk).update(has_conflict=True, at=now)
        if has_conflict:
            Application.objects.filter(
                pk=application.pk, examiner_id=by, state__in=(State.SUBMITTED, State.ASKED)
            ).update(examiner=None, revision=F("revision") + 1)
            if words:
                sealing.seal(application.public_id, f"conflict-{by}", words.encode())
        told = _told(application, by) | {"conflict": has_conflict}
        record("conflict.declared", told, now=now)


def take_up(application: Application, *, by: int, today: date, now: datetime) -> None:
    """Become the examiner. Barred, or NotAsItWas where another officer was faster."""
    with transaction.atomic():
        _require(bar_to_take_up(facts_of(application, today=today), by))
        free = Application.objects.filter(pk=application.pk, examiner__isnull=True)
        if not free.update(examiner=by, revision=F("revision") + 1, changed_at=now):
            raise NotAsItWas
        note_step(application, "taken-up", now=now, officer=by)
        record("examination.begun", _told(application, by), now=now)


def give_back(application: Application, *, by: int, today: date, now: datetime) -> None:
    """Let another officer examine it; the findings stay. Barred as `find`."""
    with transaction.atomic():
        _require(bar_to_examine(facts_of(application, today=today), by))
        mine = Application.objects.filter(pk=application.pk, examiner_id=by)
        if not mine.update(examiner=None, revision=F("revision") + 1, changed_at=now):
            raise NotAsItWas
        note_step(application, "given-back", now=now, officer=by)
        record("examination.given-back", _told(application, by), now=now)


def find(
    application: Application,
    found: Mapping[str, tuple[Verdict, str]],
    *,
    by: int,
    today: date,
    now: datetime,
) -> None:
    """Record what was found of standards, each with its evidence in words, and who found it.

    Raises:
        Barred: the officer is not its examiner, or it is not the time.

    """
    with transaction.atomic():
        fresh = Application.objects.select_related("standards").get(pk=application.pk)
        facts = facts_of(fresh, today=today)
        _require(bar_to_examine(facts, by))
        codes = facts.standards.codes if facts.standards else ()
        for code, (verdict, evidence) in found.items():
            if code not in codes:
                raise Barred(Bar.NOT_NOW)
            Finding.objects.update_or_create(
                application=fresh,
                standard=code,
                defaults={"verdict": verdict, "officer_id": by, "at": now},
            )
            sealing.seal(fresh.public_id, f"finding-{code}", evidence.encode())
        told = {code: verdict.value for code, (verdict, _) in sorted(found.items())}
        record("standards.found", _told(fresh, by) | {"found": told}, now=now)


def ask_for_more(
    application: Application, *, words: str, by: int, today: date, now: datetime
) -> None:
    """Ask the applicant for more; it is then the applicant's turn. Barred as `find`."""
    with transaction.atomic():
        facts = facts_of(application, today=today)
        _require(bar_to_examine(facts, by))
        if not Application.objects.filter(pk=application.pk, state=State.SUBMITTED).update(
            state=State.ASKED, revision=F("revision") + 1, waiting_since=now, changed_at=now
        ):
            raise Barred(Bar.NOT_NOW)
        note_step(application, "asked", now=now, officer=by, words=words)
        record("application.asked", _told(application, by), now=now)


def recommend(
    application: Application,
    *,
    approve: bool,
    told: Mapping[str, Any],
    by: int,
    today: date,
    now: datetime,
) -> None:
    """End the examination with a recommendation: its terms, or the grounds of a refusal.

    Raises:
        Barred: a standard has no finding or is not met, a visit is open, or it is not the time.

    """
    with transaction.atomic():
        fresh = Application.objects.select_related("standards").get(pk=application.pk)
        has_grounds = bool(told.get("grounds")) and bool(told.get("words"))
        facts = facts_of(fresh, today=today)
        _require(bar_to_recommend(facts, by, approve=approve, has_grounds=has_grounds))
        Application.objects.filter(pk=fresh.pk).update(
            state=State.RECOMMENDED,
            recommends=approve,
            examined_on=today,
            revision=F("revision") + 1,
            waiting_since=now,
            changed_at=now,
        )
        sealing.seal_told(fresh.public_id, TERMS, told)
        note_step(fresh, "recommended", now=now, officer=by)
        record("examination.ended", _told(fresh, by) | {"approve": approve}, now=now)


def send_back(
    application: Application, *, words: str, revision: int, by: int, today: date, now: datetime
) -> None:
    """Give an examined application back to its examiner, with a reason.

    Raises:
        Barred: the officer may not decide it.
        NotAsItWas: it was decided or changed meanwhile.

    """
    with transaction.atomic():
        fresh = Application.objects.select_related("standards").get(pk=application.pk)
        facts = facts_of(fresh, today=today)
        bar = bar_to_decide(facts, by)
        if bar in {Bar.NOT_NOW, Bar.EXAMINED_IT, Bar.UNDECLARED, Bar.CONFLICT}:
            _require(bar)
        waiting = Application.objects.filter(
            pk=fresh.pk, state=State.RECOMMENDED, revision=revision
        )
        if not waiting.update(
            state=State.SUBMITTED,
            recommends=None,
            examined_on=None,
            examiner=None if bar is Bar.EXAMINER_CONFLICT else fresh.examiner_id,
            revision=F("revision") + 1,
            waiting_since=now,
            changed_at=now,
        ):
            raise NotAsItWas
        note_step(fresh, "sent-back", now=now, officer=by, words=words)
        record("application.sent-back", _told(fresh, by), now=now)


def _require(bar: Bar | None) -> None:
    if bar is not None:
        raise Barred(bar)


def _told(application: Application, by: int) -> dict[str, Any]:
    return {
        "by": by,
        "thing": str(application.public_id),
        "agreement": application.agreement,
    }
