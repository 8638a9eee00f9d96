"""What the officers of a story do inside their node; each step gets the story's own time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from kakehashi import dispatch, node
from kakehashi.accounts.models import Officer
from kakehashi.core.acceptance import closures
from kakehashi.core.acceptance_check import Judgment, judge
from kakehashi.core.agreement import Act, Source
from kakehashi.core.disclosing import PUBLIC
from kakehashi.core.disclosure_records import Recipient, Whom
from kakehashi.core.duties import fold
from kakehashi.core.envelope import Decider, read
from kakehashi.core.heard import Heard
from kakehashi.core.ledger import Ledger, Row, Status
from kakehashi.core.life import live
from kakehashi.core.notices import (
    AUTOMATIC_KINDS,
    KIND_FACTS,
    KINDS,
    Classification,
    Notice,
    attachments,
)
from kakehashi.core.notices.examples import example
from kakehashi.core.notices.letters import Direction
from kakehashi.core.notices.payload import Decided
from kakehashi.core.scenario.applications import Shown, application_of, facts_of
from kakehashi.core.scenario.contents import Contents, changed, targets
from kakehashi.core.scenario.expectations import (
    Outcome,
    check_in_words,
    read_expectation,
    verdict_in_words,
)
from kakehashi.core.target_days import day_at
from kakehashi.desk.actions import mark_issued, open_draft, submit_draft
from kakehashi.desk.disclosures.actions import confirm, propose
from kakehashi.desk.disclosures.sealing import Told
from kakehashi.desk.duties.home import New, NothingDue, record_act
from kakehashi.desk.models import LocalDisclosure, OwnDuty
from kakehashi.dispatch import leaving, verifying
from kakehashi.exchange import hearing, parties
from kakehashi.journal.models import Entry

COUNTRY = "JP"
PURPOSE = {"lang": "en", "text": "An invented purpose"}
SCAN = b"%PDF-1.4 an invented scan"


def issue(
    *,
    now: datetime,
    agreement: str,
    kind: str,
    clause: str | None = None,
    classification: str | None = None,
    links: Mapping[str, Any] | None = None,
    facts: Mapping[str, str] | None = None,
    content: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """Issue a notice at this node; gives its id and clause, or why the node refused."""
    profile, party = node.profile(agreement), node.this().party
    day = day_at(int(now.timestamp()), profile.parties[party].time_zone)
    terms = profile.on(day)
    permit = terms.permit(kind, party, clause) or terms.permit(kind, party)
    notice = _notice(kind, links or {}, facts or {}, content)
    level = next((c for c in Classification if c == classification), notice.classification)
    is_decided = KIND_FACTS[kind].needs_decider and kind not in AUTOMATIC_KINDS
    outgoing = dispatch.Outgoing(
        notice,
        clause or (permit.clause if permit else next(iter(profile.clauses))),
        level,
        decided=Decided(on=day) if is_decided else None,
        by=Decider(terms.contact_points[party].office, "director") if is_decided else None,
        effective_on=day,
        files=(SCAN,) * len(attachments(notice)),
    )
    try:
        (issued,) = dispatch.issue((outgoing,), agreement=agreement, now=now)
    except dispatch.IssueRefused as refused:
        return {"refused": refused.reason, "detail": refused.detail}
    return {"jti": issued.jti, "clause": outgoing.clause, "seq": str(issued.seq)}


def _notice(
    kind: str,
    links: Mapping[str, Any],
    facts: Mapping[str, str],
    content: Mapping[str, Any] | None,
) -> Notice:
    said = dict(_example(kind) if content is None else content)
    made = KINDS[kind].model_validate({**said, "links": links})
    before = Contents(getattr(made, "statement", None), getattr(made, "public", None))
    after = changed(kind, before, facts)
    differing = {
        name: value
        for name, value in (("statement", after.statement), ("public", after.public))
        if value is not None
    }
    return made.model_copy(update=differing)


def automatic(*, now: datetime, agreement: str, kind: str, answers: str) -> str | None:
    """Find the notice that this node issued of itself about another; None where it did not."""
    del now
    party = node.this().party
    ours = [h for h in _heard(agreement) if h.party == party and h.kind == kind]
    return next((h.jti for h in ours if answers in h.links.answers), None)


def withdrawn(*, now: datetime, agreement: str, notice: str, level: str) -> dict[str, str]:
    """Withdraw a notice of ours, in its own class."""
    content = {level: {"why": "other"}}
    return issue(
        now=now,
        agreement=agreement,
        kind="notice.withdrawn",
        clause=_clause_of(agreement, notice),
        classification=level,
        links={"corrects": notice},
        content=content,
    )


def corrected(*, now: datetime, agreement: str, notice: str) -> dict[str, str]:
    """Issue a public correction of a public notice of ours: as it stood, said again."""
    (found,) = [h for h in _heard(agreement) if h.jti == notice]
    said = _example(found.kind)["public"]
    now_reads = {"kind": found.kind, "version": found.version, "content": said}
    return issue(
        now=now,
        agreement=agreement,
        kind="notice.corrected",
        clause=found.clause,
        classification="public",
        links={"corrects": notice},
        content={"public": {"why": "fact", "now": now_reads}},
    )


def register_letter(
    *, now: datetime, agreement: str, kind: str, direction: str, answers: Sequence[str]
) -> dict[str, str]:
    """Register a letter of today that stands for a notice."""
    profile, party = node.profile(agreement), node.this().party
    day = day_at(int(now.timestamp()), profile.parties[party].time_zone).isoformat()
    example = _example("letter.registered")
    level = KINDS["letter.registered"].model_validate(example).classification.value
    letter = {name: value for name, value in example[level].items() if name != "content"}
    stated = {
        "stands_for": kind,
        "direction": Direction.SENT if direction == "sent" else Direction.RECEIVED,
        "dated_on": day,
        "received_on": day,
    }
    return issue(
        now=now,
        agreement=agreement,
        kind="letter.registered",
        clause=next(permit.clause for permit in profile.permits if permit.kind == kind),
        classification=level,
        links={"answers": list(answers)},
        content={"statement": stated, level: letter},
    )


def _example(kind: str) -> dict[str, Any]:
    """Give the content of a kind's example as JSON, every file in it an invented scan."""
    said = example(kind).model_dump(mode="json", exclude_none=True, exclude={"links"})
    shown = _scanned(said)
    assert isinstance(shown, dict)
    return shown


def _scanned(value: object) -> object:
    if isinstance(value, list):
        return [_scanned(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    shown = {name: _scanned(inner) for name, inner in value.items()}
    if {"file_name", "digest"} <= set(value):
        shown |= {"digest": sha256(SCAN).hexdigest(), "length": len(SCAN)}
    return shown


def propose_targets(
    *, now: datetime, agreement: str, duty: str, days: int, counted: str, answers: str | None
) -> dict[str, str]:
    """Propose a target in days, or agree to the same."""
    said = targets(duty, days, counted).model_dump(mode="json", exclude_none=True)
    kind = "targets.agreed" if answers else "targets.proposed"
    links = {"answers": [answers]} if answers else {}
    return issue(now=now, agreement=agreement, kind=kind, links=links, content={"statement": said})


def consent(
    *, now: datetime, agreement: str, item: str, to: Mapping[str, Any], until: str | None
) -> dict[str, str]:
    """Consent to a disclosure, until the day before `until`."""
    day = _today(agreement, now)
    last = (date.fromisoformat(until) - timedelta(days=1)).isoformat() if until else None
    valid = {"from_on": day.isoformat()} | ({"until_on": last} if last else {})
    return _speak(agreement, now, "disclosure.consented", {**_about(item, to), "valid": valid})


def request(*, now: datetime, agreement: str, item: str, to: Mapping[str, Any]) -> dict[str, str]:
    """Ask for consent."""
    return _speak(agreement, now, "disclosure.requested", {**_about(item, to), "purpose": PURPOSE})


def notify(*, now: datetime, agreement: str, item: str, to: Mapping[str, Any]) -> dict[str, str]:
    """Give notice of a disclosure from today on."""
    more = {"purpose": PURPOSE, "not_before_on": _today(agreement, now).isoformat()}
    return _speak(agreement, now, "disclosure.notified", {**_about(item, to), **more})


def _speak(agreement: str, now: datetime, kind: str, about: Mapping[str, object]) -> dict[str, str]:
    return issue(now=now, agreement=agreement, kind=kind, links={}, content={"confidential": about})


def _about(item: str, to: Mapping[str, Any]) -> dict[str, object]:
    return {"items": [{"notice": item, "form": "whole"}], "recipients": [_named(to)]}


def _named(to: Mapping[str, Any]) -> dict[str, object]:
    """Name a recipient of a scenario as a notice does."""
    by_id = to["whom"] in {"office", "body", "agreement"}
    names = [{"text": to["name"] or "everybody", "lang": "en", "script": "Latn"}]
    said: dict[str, object] = {"kind": "other", "names": names, "country": COUNTRY}
    if by_id:
        said["body"] = to["name"]
    if to["whom"] == "public":
        said |= {"kind": "press", "body": PUBLIC}
    return said


def take_back(*, now: datetime, agreement: str, consent: str) -> dict[str, str]:
    """Withdraw a consent from today on."""
    from_on = _today(agreement, now).isoformat()
    return issue(
        now=now,
        agreement=agreement,
        kind="disclosure.consent-withdrawn",
        links={"refers": [consent]},
        content={"confidential": {"from_on": from_on}},
    )


def decide_alone(
    *,
    now: datetime,
    agreement: str,
    alone: str,
    item: str,
    to: Mapping[str, Any],
    officers: int,
    may_tell: bool = True,
) -> None:
    """Put a local decision, or a compulsion by law, before a second officer, who may confirm."""
    told = Told(
        **_recipient(to),
        law="an invented law" if alone == "compulsion" else "",
        authority="its court" if alone == "compulsion" else "",
        may_tell=may_tell,
    )
    first, second = _officers(now)
    day = _today(agreement, now)
    local = propose(
        agreement=agreement,
        what=LocalDisclosure.What(alone),
        item=item,
        told=told,
        by=first,
        now=now,
    )
    if officers == 2:
        confirm(local, by=second, on=day, now=now)


def tell_compulsion(
    *, now: datetime, agreement: str, item: str, to: Mapping[str, Any]
) -> dict[str, str]:
    """Tell the other side what a law compels us to, drafted and signed off by two officers."""
    first, second = _officers(now)
    law = {"law": {"lang": "en", "text": "an invented law"}}
    said = {
        "items": [{"notice": item, "form": "whole"}],
        "authority": _named(to),
        "law": law,
        "disclosed_on": _today(agreement, now).isoformat(),
    }
    kind = "disclosure.compelled"
    draft = open_draft(
        agreement=agreement,
        kind=kind,
        version=1,
        classification="confidential",
        typed={},
        by=first,
        now=now,
    )
    submit_draft(draft, said={}, classification="confidential", revision=0, by=first, now=now)
    with transaction.atomic():
        answer = issue(
            now=now, agreement=agreement, kind=kind, links={}, content={"confidential": said}
        )
        mark_issued(
            draft,
            revision=1,
            jti=answer["jti"],
            generation=1,
            seq=int(answer["seq"]),
            by=second,
            now=now,
        )
    return answer


def may_leave(*, now: datetime, agreement: str, item: str, to: Mapping[str, Any]) -> str:
    """Ask the gate; gives its verdict in the words of scenarios."""
    dispatch.catch_up(agreement, now=now)
    row = Entry.objects.get(journal__agreement=agreement, jti=item)
    whom = Recipient(**_recipient(to) | {"whom": Whom(to["whom"])})
    verdict = leaving.may_leave(agreement, read(bytes(row.token)), whom, now=now)
    return verdict_in_words(verdict)


def _recipient(to: Mapping[str, Any]) -> dict[str, Any]:
    country = COUNTRY if to["whom"] == "other" else None
    return {"whom": to["whom"], "party": to["party"], "name": to["name"], "country": country}


def _officers(now: datetime) -> tuple[int, int]:
    made = [
        Officer.objects.get_or_create(
            username=name, defaults={"display_name": name, "added_at": now}
        )[0].pk
        for name in ("first", "second")
    ]
    return made[0], made[1]


def _today(agreement: str, now: datetime) -> date:
    return day_at(
        int(now.timestamp()), node.profile(agreement).parties[node.this().party].time_zone
    )


def act_at_home(
    *, now: datetime, agreement: str, act: str, day: str, organization: str, measure: str
) -> str | None:
    """Record an act of ours; gives what a notice quotes, None where nothing is due from it."""
    new = New(Act(act), date.fromisoformat(day), organization, measure)
    life = live(node.profile(agreement), _heard(agreement))
    try:
        return record_act(new, lives={agreement: life}, by=_officers(now)[0], now=now).leaf
    except NothingDue:
        return None


def check(*, now: datetime, agreement: str, shown: dict[str, str]) -> str:
    """Check an application by the node's own profile and by what it heard; give the verdict."""
    return check_in_words(_checked(agreement, now.date(), shown))


def _checked(agreement: str, today: date, shown: Mapping[str, str]) -> Judgment:
    said = Shown(**shown)
    application = application_of(said)
    facts = facts_of(said, today=today, closures=closures(_heard(agreement)))
    return judge(application, facts, node.profile(agreement).on(application.applied_on))


def holds(
    *,
    now: datetime,
    agreement: str,
    day: str,
    text: str,
    by_hand: Sequence[str],
    checked: dict[str, str] | None,
) -> bool:
    """Say whether an expectation of a scenario is true of what this node has.

    What the node published and confirmed of itself is left aside (`by_hand` are the notices of
    the story): a story says what is owed, the node is quicker.
    """
    del now
    profile = node.profile(agreement)
    heard = [h for h in _heard(agreement) if h.kind != "publication.confirmed" or h.jti in by_hand]
    life, today = live(profile, heard), date.fromisoformat(day)
    outcome = Outcome(
        verdict="",
        day=today,
        terms=profile.on(today),
        life=life,
        shared=fold(profile, heard),
        own=Ledger(tuple(_own(due) for due in OwnDuty.objects.filter(agreement=agreement))),
        judgment=_checked(agreement, today, checked) if checked else None,
    )
    return read_expectation(text)(outcome)


def _own(due: OwnDuty) -> Row:
    return Row(
        agreement=due.agreement,
        duty=due.duty,
        party=node.this().party,
        notice=due.act_id,
        item=None,
        clause=due.clause,
        source=Source(due.source),
        kind=due.act.act,
        status=Status.DISCHARGED if due.ended_on else Status.OPEN,
        since=due.since.isoformat(),
        due_on=due.due_on.isoformat() if due.due_on else None,
        target_on=None,
        ended_on=due.ended_on.isoformat() if due.ended_on else None,
        ended_by=due.ended_by or None,
    )


def digest(*, now: datetime, agreement: str) -> str:
    """Give the digest of what both nodes must have alike."""
    del now
    return verifying.shared_state(agreement).digest


def _heard(agreement: str) -> list[Heard]:
    return [
        heard
        for journal in parties.sides(agreement).journals
        for heard in hearing.heard_between(journal, 0, parties.author_of(journal).heeded)
    ]


def _clause_of(agreement: str, notice: str) -> str:
    return next(h.clause for h in _heard(agreement) if h.jti == notice)
