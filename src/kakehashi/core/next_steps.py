"""What a side may do next in the life of an agreement (clauses 8, 9, 10), and what it answers.

Every step is a notice that two officers still have to decide; nothing here is owed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kakehashi.core.acceptance import closures
from kakehashi.core.agreement import Profile
from kakehashi.core.amendment import consents
from kakehashi.core.heard import Heard
from kakehashi.core.life import Stage, live

WITHDRAWN = "notice.withdrawn"
ANSWERS = {
    "commencement.notified": ("commencement.received",),
    "discontinuance.notified": ("discontinuance.received",),
    "targets.proposed": ("targets.agreed",),
}
"""What the other side's notice waits for."""
ANY_TIME = (
    "amendment.proposed",
    "targets.proposed",
    "acceptance.suspended",
    "review.opened",
    "dispute.raised",
)


class Why(StrEnum):
    """What a step is for."""

    BEGIN = "begin"
    ANSWER = "answer"
    END = "end"
    CHANGE = "change"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Step:
    """A notice that a side may issue next; `about` is the notice that it answers or refers to."""

    kind: str
    why: Why
    about: str = ""
    refers: bool = False


def next_steps(
    profile: Profile, heard: Iterable[Heard], *, party: str, today: date
) -> tuple[Step, ...]:
    """Give what `party` may do next, what answers the other side first."""
    notices = list(heard)
    gone = {(n.party, n.links.corrects) for n in notices if n.kind == WITHDRAWN}
    standing = [n for n in notices if (n.party, n.jti) not in gone]
    stage = live(profile, notices).stage(today)
    steps = [*_answers(profile, standing, party), *_ongoing(standing, party), *_begin(stage)]
    terms = profile.on(today)
    return tuple(dict.fromkeys(step for step in steps if (step.kind, party) in terms.permits))


def _answers(profile: Profile, standing: list[Heard], party: str) -> Iterator[Step]:
    """What the other side did and this side may answer, the earliest first."""
    answered = {(n.kind, jti) for n in standing for jti in n.links.answers if n.party == party}
    for notice in sorted(standing, key=lambda n: (n.issued_at, n.jti)):
        if notice.party != party:
            for kind in ANSWERS.get(notice.kind, ()):
                if (kind, notice.jti) not in answered:
                    yield Step(kind, Why.ANSWER, notice.jti)
    for found in consents(profile, standing):
        if dict(found.missing)[party] and party not in found.declined_by:
            yield Step("amendment.consented", Why.ANSWER, found.proposal)
            if found.party != party:
                yield Step("amendment.declined", Why.ANSWER, found.proposal)


def _ongoing(standing: list[Heard], party: str) -> Iterator[Step]:
    """What was begun and is not ended: suspensions, reviews, disputes."""
    ended = {(n.kind, jti) for n in standing for jti in (*n.links.answers, *n.links.refers)}
    closed = {one.notice for one in closures(standing) if one.open_on is None}
    for notice in sorted(standing, key=lambda n: (n.issued_at, n.jti)):
        match notice.kind:
            case "acceptance.suspended" if notice.party == party and notice.jti in closed:
                yield Step("acceptance.resumed", Why.END, notice.jti, refers=True)
                if ("residence-handling.informed", notice.jti) not in ended:
                    yield Step("residence-handling.informed", Why.ANSWER, notice.jti)
            case "review.opened" if ("review.concluded", notice.jti) not in ended:
                yield Step("review.concluded", Why.END, notice.jti, refers=True)
            case "dispute.raised" if ("dispute.settled", notice.jti) not in ended:
                yield Step("consultation.proposed", Why.ANSWER, notice.jti, refers=True)
                yield Step("dispute.settled", Why.END, notice.jti)
            case _:
                continue


def _begin(stage: Stage) -> Iterator[Step]:
    match stage:
        case Stage.UNSIGNED | Stage.ENDED:
            return
        case Stage.SIGNED:
            yield Step("commencement.notified", Why.BEGIN)
        case Stage.IN_FORCE:
            yield from (Step(kind, Why.CHANGE) for kind in ANY_TIME)
            yield Step("discontinuance.notified", Why.LEAVE)
        case Stage.DISCONTINUING:
            yield from (Step(kind, Why.CHANGE) for kind in ANY_TIME)
