"""What a side may do next about a consultation (clause 4(2)): the notices it may draft."""

from collections.abc import Iterator
from dataclasses import dataclass

from kakehashi.core.consultations import (
    ACCEPTED,
    AGREED,
    CORRECTED,
    DECLINED,
    MINUTED,
    REPORTED,
    RESCHEDULED,
    Consultation,
    Offer,
    Stage,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A notice that a side may draft: what it answers, what it refers to, which action it is of."""

    kind: str
    answers: str = ""
    refers: str = ""
    item: str = ""


def turns(now: Consultation, *, party: str, opening: str) -> tuple[Turn, ...]:
    """Give what `party` may draft next; `opening` is the notice that opened the consultation."""
    match now.stage:
        case Stage.PROPOSED:
            return tuple(_on_offer(_current(now), party))
        case Stage.DECLINED:
            return (Turn(RESCHEDULED, refers=_current(now).notice),)
        case Stage.SET:
            offer = _current(now)
            return Turn(MINUTED, refers=opening), Turn(RESCHEDULED, refers=offer.notice)
        case Stage.MINUTED:
            last = now.versions[-1]
            if last.party == party:
                return ()
            return Turn(AGREED, answers=last.notice), Turn(CORRECTED, answers=last.notice)
        case Stage.CORRECTING:
            mine = (action for action in now.open_actions if action.owner == party)
            return tuple(Turn(REPORTED, answers=one.notice, item=one.action) for one in mine)
        case Stage.FINISHED | Stage.WITHDRAWN:
            return ()


def _on_offer(offer: Offer, party: str) -> Iterator[Turn]:
    if offer.party == party:
        yield Turn(RESCHEDULED, refers=offer.notice)
        return
    yield Turn(ACCEPTED, answers=offer.notice)
    yield Turn(RESCHEDULED, answers=offer.notice, refers=offer.notice)
    yield Turn(DECLINED, answers=offer.notice)


def _current(now: Consultation) -> Offer:
    return next(offer for offer in now.offers if offer.is_current)
