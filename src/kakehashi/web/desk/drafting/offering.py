"""What may be drafted now, and which notices a draft may name."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kakehashi import node
from kakehashi.approvals import standards
from kakehashi.core.life import admits, live
from kakehashi.core.notices import AUTOMATIC_KINDS, KIND_FACTS, KINDS, PROTOCOL_KINDS, Answers
from kakehashi.core.notices.payload import Classification
from kakehashi.core.notices.upcast import versions_saying
from kakehashi.core.target_days import day_at
from kakehashi.exchange.outlook import view_now
from kakehashi.journal.models import Entry
from kakehashi.web.desk.drafting.envelopes import Sides
from kakehashi.web.desk.notices.queries import Box, verdicts

CANDIDATES = 20


def sides_now(agreement: str, now: datetime) -> Sides:
    """Under which profile, by which party and on which day we would issue now."""
    profile, party = node.profile(agreement), node.this().party
    today = day_at(int(now.timestamp()), profile.parties[party].time_zone)
    return Sides(profile, party, today)


def kinds_permitted(agreement: str, *, now: datetime, may_read_confidential: bool) -> list[str]:
    """The kinds that the agreement lets our officers decide on today: no query is asked.

    Without those that only confidential eyes may draft where the officer has none.
    """
    sides = sides_now(agreement, now)
    terms = sides.profile.on(sides.today)
    permitted = set(terms.kinds_open_to(sides.party)) - AUTOMATIC_KINDS - PROTOCOL_KINDS
    return [
        kind
        for kind in KINDS
        if kind in permitted and (may_read_confidential or _has_open_class(sides, kind))
    ]


def kinds_to_draft(agreement: str, *, now: datetime, may_read_confidential: bool) -> list[str]:
    """Of the kinds permitted, those that may be issued as things stand now.

    Without those that the counterpart does not understand, that wait for the agreement to begin,
    and that are issued on an application only.
    """
    view = view_now(agreement)
    if view is None:
        return []
    sides = sides_now(agreement, now)
    terms = sides.profile.on(sides.today)
    stage = live(sides.profile, view.life).stage(sides.today)
    understood = {kind for kind, version in view.vocabulary if version in _written(kind)}
    if standards.open_since(agreement):  # then nothing is approved but on an application
        understood.discard(standards.APPROVED)
    permitted = kinds_permitted(agreement, now=now, may_read_confidential=may_read_confidential)
    return [kind for kind in permitted if kind in understood and admits(terms, kind, stage)]


def _written(kind: str) -> range:
    """The versions in which a kind can be written here; none of a kind that is not known."""
    if kind not in KINDS:
        return range(0)
    return versions_saying(kind, {}, newest=KINDS[kind].version)


def _has_open_class(sides: Sides, kind: str) -> bool:
    return any(c is not Classification.CONFIDENTIAL for c in sides.classes(kind))


def candidates(
    inside: Box,
    rule: Answers,
    *,
    also: Iterable[str] = (),
    ours_only: bool = False,
    only_kinds: frozenset[str] | None = None,
) -> list[Entry]:
    """The latest notices that a link may name, those named already among them: two queries.

    `only_kinds` are those that the officer may know of; None where all.
    """
    journals = inside.ours if ours_only else (*inside.ours, *inside.theirs)
    ids = [journal.pk for journal in journals]
    found = Entry.objects.filter(journal__in=ids).exclude(jti="")
    if only_kinds is not None:
        found = found.filter(kind__in=only_kinds)
    if rule.any_kind:
        fitting = found.exclude(kind__in=AUTOMATIC_KINDS | PROTOCOL_KINDS)
    else:
        fitting = found.filter(kind__in=[kind for kind in KIND_FACTS if rule.permits(kind)])
    rows = list(fitting.order_by("-jti")[:CANDIDATES])
    named = [jti for jti in also if jti not in {row.jti for row in rows}]
    if named:
        rows += list(found.filter(jti__in=named))
    return _counting(inside, rows)


def _counting(inside: Box, rows: Sequence[Entry]) -> list[Entry]:
    judged = verdicts((*inside.ours, *inside.theirs), [(r.journal_id, r.index) for r in rows])
    return [
        row
        for row in rows
        if judged[row.journal_id, row.index].is_judged
        and not judged[row.journal_id, row.index].reason
    ]
