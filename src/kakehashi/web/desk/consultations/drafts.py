"""What is known of the next notice of a consultation before its form is asked."""

from kakehashi.core.consultation_steps import Turn
from kakehashi.core.consultations import (
    ACCEPTED,
    AGREED,
    CORRECTED,
    MINUTED,
    REPORTED,
    RESCHEDULED,
)
from kakehashi.core.notices.consultations import (
    AgreedMinutes,
    Form,
    Held,
    MinutedItem,
    Minutes,
    SetDay,
)
from kakehashi.web.desk.consultations.meetings import Meeting
from kakehashi.web.desk.drafting.filling import Filled, filled_part, filled_partly


def prefilled(meeting: Meeting, turn: Turn) -> Filled:
    """Fill links, days, agenda and text as the thread already says them."""
    filled: Filled = {}
    if turn.answers:
        filled["links.answers"] = [turn.answers]
    if turn.refers:
        filled["links.refers"] = [turn.refers]
    return filled | _content(meeting, turn)


def _content(meeting: Meeting, turn: Turn) -> Filled:
    match turn.kind:
        case kind if kind == ACCEPTED:
            return _accepted(meeting, turn)
        case kind if kind == RESCHEDULED:
            return filled_partly(RESCHEDULED, "statement", {"hours": meeting.state.hours})
        case kind if kind == MINUTED:
            return _minuted(meeting)
        case kind if kind == CORRECTED:
            return _corrected(meeting, turn)
        case kind if kind == AGREED:
            return _agreed(meeting, turn)
        case kind if kind == REPORTED:
            return {"statement.action": [turn.item]}
        case _:
            return {}


def _accepted(meeting: Meeting, turn: Turn) -> Filled:
    offer = next(one for one in meeting.state.offers if one.notice == turn.answers)
    if len(offer.days) != 1:
        return filled_partly(ACCEPTED, "statement", {"hours": offer.hours})
    return filled_part(ACCEPTED, "statement", SetDay(on=offer.days[0], hours=offer.hours))


def _minuted(meeting: Meeting) -> Filled:
    filled: Filled = {}
    if meeting.state.on:
        filled |= filled_part(MINUTED, "statement", Held(held_on=meeting.state.on))
    items = tuple(
        MinutedItem(number=item.number, subject=item.subject, title=item.title)
        for item in meeting.agenda
    )
    if not items:
        return filled
    form = meeting.form or Form.MEETING
    return filled | filled_part(
        MINUTED, "restricted", Minutes(form=form, place=meeting.place, items=items)
    )


def _corrected(meeting: Meeting, turn: Turn) -> Filled:
    """The whole text as it stands, to be changed; files are attached anew where they are needed."""
    version = next(one for one in meeting.state.versions if one.notice == turn.answers)
    written = meeting.written(version)
    if written is None:
        return {}
    text = written.minutes.model_copy(update={"attachments": ()})
    return filled_part(CORRECTED, "statement", written.held) | filled_part(
        CORRECTED, "restricted", text
    )


def _agreed(meeting: Meeting, turn: Turn) -> Filled:
    version = next(one for one in meeting.state.versions if one.notice == turn.answers)
    agreed = AgreedMinutes(held_on=version.held_on, actions=version.actions)
    return filled_part(AGREED, "statement", agreed)
