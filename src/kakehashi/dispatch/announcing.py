"""Certificates told to the counterpart, from the acts by which they were issued and ended.

What is announced is what the own record says, never what the table says: a row that somebody put
there by hand is announced as a difference, not as a certificate.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from kakehashi import node
from kakehashi.certificates import comparing, keys
from kakehashi.certificates.comparing import ACTS, Act
from kakehashi.certificates.keys import NoKey
from kakehashi.certificates.lists import sign_lists
from kakehashi.certificates.models import Announcing, CaseState, Difference, Suspension
from kakehashi.certificates.queries import ISSUED, cases, is_certifying
from kakehashi.core.envelope import Decider
from kakehashi.core.notices import Notice
from kakehashi.core.notices.certificates import (
    CertificateBatch,
    CertificateEndWhy,
    CertificateIssued,
    CertificateRevoked,
    CertificateSuspended,
    Differing,
    IssuedCertificate,
    RevokedCertificates,
    Route,
    SuspendedCertificates,
    VoidNumber,
    VoidWhy,
)
from kakehashi.core.notices.certificates import Difference as Differs
from kakehashi.core.notices.letters import MendedWhy, Mending, NoticeWithdrawn
from kakehashi.core.notices.payload import Classification, Decided, Links
from kakehashi.core.notices.values import Validity
from kakehashi.core.target_days import day_at
from kakehashi.database.prepared import TEXT, Prepared
from kakehashi.desk.record import particulars
from kakehashi.dispatch.certifying import ALARM, RegisterBehind, issue_waiting, resume_over
from kakehashi.dispatch.certifying_duty import act_waiting
from kakehashi.exchange import issuing
from kakehashi.exchange.actions import clear_alarm, raise_alarm
from kakehashi.exchange.issuing import Issued, IssueRefused, Outgoing
from kakehashi.exchange.reactions import PASSING
from kakehashi.exchange.waking import wake
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Entry
from kakehashi.journal.record import record

AT_ONCE: Final = 500
"""Entries of the own record that one batch is made of."""
GATHERED: Final = timedelta(minutes=10)
"""How long certificates wait for others before they are announced; endings do not wait."""
SLICE: Final = 256

_MARK: Final = Prepared(lambda: Announcing.objects.filter(agreement=TEXT[0]))


@dataclass(slots=True)
class _Batch:
    """What a slice of the own record has to say of certificates."""

    certificates: list[IssuedCertificate] = field(default_factory=list)
    voided: list[VoidNumber] = field(default_factory=list)
    endings: list[Act] = field(default_factory=list)
    approved: int = 0
    withdrawn: int = 0


def announce(agreement: str, *, now: datetime) -> tuple[Issued, ...]:
    """Announce what the own record says since the last time; nothing where it says nothing.

    The notices and how far the record was told of are one transaction, with the act itself.

    Raises:
        IssueRefused: the notices may not be issued now; nothing was written.

    """
    local = journals.local_journal()
    if local is None:
        return ()
    known = _MARK.first(agreement)
    first = known.size if known else 0
    end = min(local.size, first + AT_ONCE)
    batch = _gathered(agreement, first, end)
    with transaction.atomic():
        mark, _ = Announcing.objects.get_or_create(agreement=agreement)
        if mark.size != first:
            return ()  # another process was faster
        differing = list(Difference.objects.filter(agreement=agreement, jti=""))
        issued = list(_announced(agreement, batch, mark, differing, now))
        mark.size = end
        mark.approved += batch.approved
        mark.withdrawn += batch.withdrawn
        mark.issued += len(batch.certificates)
        mark.save()
        if issued:
            said = {"agreement": agreement, "notices": [one.jti for one in issued]}
            record("certificates.announced", said, now=now)
    if issued:
        wake()
    return tuple(issued)


def certify_due(agreement: str, *, now: datetime) -> bool:
    """Do what is due about certificates of ours, for the worker; say whether anything was done.

    Suspensions that are over end, certificates that waited for a key are issued, status lists are
    signed, and acts announced.
    """
    if not is_certifying(agreement, keys.today(agreement, now)):
        return False
    is_done = resume_over(agreement, now=now)
    with suppress(NoKey, RegisterBehind):
        if cases(agreement, CaseState.APPROVED).exists():
            is_done = bool(issue_waiting(agreement, now=now).issued) or is_done
        is_done = bool(sign_lists(agreement, now=now)) or is_done
    return announce_due(agreement, now=now) or is_done


def announce_due(agreement: str, *, now: datetime) -> bool:
    """Announce what is due, for the worker; say whether anything was announced.

    What may not be issued now waits under an alarm. Once a day the register is compared first.
    """
    today = keys.today(agreement, now)
    mark = _MARK.first(agreement)
    if mark is None or mark.compared_on is None or mark.compared_on < today:
        compare(agreement, now=now)
    elif not _is_due(agreement, mark, now):
        return False
    try:
        issued = announce(agreement, now=now)
    except IssueRefused as refusal:
        if refusal.reason not in PASSING:
            raise_alarm(agreement, f"{ALARM}-announcing", str(refusal), now=now)
        return False
    clear_alarm(agreement, f"{ALARM}-announcing", now=now)
    return bool(issued)


def _is_due(agreement: str, mark: Announcing, now: datetime) -> bool:
    local = journals.local_journal()
    if local is None or local.size == mark.size:
        return False
    untold = Entry.objects.filter(journal=local, index__gte=mark.size, kind__in=ACTS)
    first = untold.order_by("index").first()
    if first is None:
        return Difference.objects.filter(agreement=agreement, jti="").exists()
    endings = (comparing.SUSPENDED, comparing.RESUMED, comparing.REVOKED)
    is_old = int(now.timestamp()) - first.iat >= GATHERED.total_seconds()
    return is_old or untold.filter(kind__in=endings).exists() or untold.count() >= AT_ONCE


def compare(agreement: str, *, now: datetime) -> list[Difference]:
    """Compare the register with the own record; keep, alarm and later announce what differs."""
    wanted = comparing.expected(acts(agreement))
    found = comparing.differences(agreement, wanted, keys=keys.our_keys(agreement))
    today, fresh = keys.today(agreement, now), []
    with transaction.atomic():
        for number, difference in found:
            made, is_new = Difference.objects.get_or_create(
                agreement=agreement,
                number=number,
                difference=difference.value,
                defaults={"found_on": today},
            )
            if is_new:
                fresh.append(made)
        mark, _ = Announcing.objects.get_or_create(agreement=agreement)
        Announcing.objects.filter(pk=mark.pk).update(compared_on=today)
    for one in fresh:
        raise_alarm(agreement, ALARM, f"{one.number}: {one.difference}", now=now)
    return fresh


def acts(agreement: str, first: int = 0, end: int | None = None) -> Iterator[Act]:
    """Read the acts about certificates in the own record, in order."""
    local = journals.local_journal()
    if local is None:
        return
    until = local.size if end is None else end
    for start in range(first, until, SLICE):
        stop = min(until, start + SLICE)
        kinds = dict(
            Entry.objects.filter(
                journal=local, index__gte=start, index__lt=stop, kind__in=ACTS
            ).values_list("index", "kind")
        )
        said = particulars(local, start, stop) if kinds else {}
        for index in sorted(kinds):
            one = said.get(index, {})
            if one.get("agreement") == agreement and "thing" in one:
                yield Act(kinds[index], one)


def _gathered(agreement: str, first: int, end: int) -> _Batch:
    batch = _Batch()
    for act in acts(agreement, first, end):
        said = act.said
        match act.kind:
            case comparing.DECIDED:
                batch.approved += 1
            case comparing.WITHDRAWN:
                batch.withdrawn += 1
            case comparing.ISSUED:
                batch.certificates.append(
                    IssuedCertificate(
                        number=act.number,
                        commitment=str(said["commitment"]),
                        issued_on=date.fromisoformat(str(said["issued_on"])),
                        valid_until_on=date.fromisoformat(str(said["valid_until_on"])),
                        organization=str(said["organization"]),
                        field=str(said["field"]),
                        route=Route(str(said["route"])),
                        replaces=str(said["replaces"]) if "replaces" in said else None,
                    )
                )
            case comparing.VOIDED:
                on = date.fromisoformat(str(said["on"]))
                why = VoidWhy(str(said["why"]))
                batch.voided.append(VoidNumber(number=act.number, why=why, voided_on=on))
            case _:
                batch.endings.append(act)
    return batch


def _announced(
    agreement: str,
    batch: _Batch,
    mark: Announcing,
    differing: Sequence[Difference],
    now: datetime,
) -> Iterator[Issued]:
    """Issue the notices of a batch, in order: certificates first, then what became of them."""
    if any((batch.certificates, batch.voided, batch.approved, batch.withdrawn, differing)):
        days = [one.issued_on for one in batch.certificates]
        today = keys.today(agreement, now)
        approved = mark.approved + batch.approved - mark.withdrawn - batch.withdrawn
        waiting = approved - mark.issued - len(batch.certificates)
        said = CertificateBatch(
            period=Validity(from_on=min([*days, today]), until_on=today),
            certificates=tuple(batch.certificates),
            approved_cases=batch.approved,
            withdrawn_cases=batch.withdrawn,
            not_yet_issued=max(waiting, 0),
            voided=tuple(batch.voided),
            differing=tuple(
                Differing(number=one.number, difference=Differs(one.difference))
                for one in differing
            ),
        )
        leaf = act_waiting(agreement) if waiting < 1 else ""
        links = Links(act=leaf) if leaf else Links()
        issued = _issue(agreement, CertificateIssued(links=links, restricted=said), now)
        for one in differing:
            Difference.objects.filter(pk=one.pk).update(jti=issued.jti)
        yield issued
    revoked: dict[str, list[str]] = {}
    for act in batch.endings:
        if act.kind == comparing.REVOKED:
            revoked.setdefault(str(act.said.get("why")), []).append(act.number)
        else:
            yield from _suspended_or_resumed(agreement, act, now)
    for why, numbers in revoked.items():
        ended = RevokedCertificates(numbers=tuple(numbers), why=CertificateEndWhy(why))
        yield _issue(agreement, CertificateRevoked(restricted=ended), now, is_effective=True)


def _suspended_or_resumed(agreement: str, act: Act, now: datetime) -> Iterator[Issued]:
    known = Suspension.objects.filter(agreement=agreement, number=act.number)
    if act.kind == comparing.SUSPENDED:
        until = act.said.get("until_on")
        said = SuspendedCertificates(
            numbers=(act.number,),
            why=CertificateEndWhy(str(act.said["why"])),
            until_on=date.fromisoformat(str(until)) if until else None,
        )
        issued = _issue(agreement, CertificateSuspended(restricted=said), now, is_effective=True)
        known.delete()
        Suspension.objects.create(agreement=agreement, number=act.number, jti=issued.jti)
        yield issued
    elif (before := known.first()) is not None:
        why = Mending(why=MendedWhy.ANNULLED)
        taken_back = NoticeWithdrawn(links=Links(corrects=before.jti), restricted=why)
        yield _issue(agreement, taken_back, now)
        known.delete()


def _issue(agreement: str, notice: Notice, now: datetime, *, is_effective: bool = False) -> Issued:
    profile, party = node.profile(agreement), node.this().party
    day = day_at(int(now.timestamp()), profile.parties[party].time_zone)
    terms = profile.on(day)
    clause = terms.permits[ISSUED, party][0].clause
    outgoing = Outgoing(
        notice,
        clause,
        Classification.RESTRICTED,
        decided=Decided(on=day),
        by=Decider(terms.contact_points[party].office, "decides"),
        effective_on=day if is_effective else None,
    )
    (issued,) = issuing.issue((outgoing,), agreement=agreement, now=now)
    return issued
