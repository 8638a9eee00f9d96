"""Whether the field is one, and open, on the day and by the way of the application (clause 8)."""

from collections.abc import Iterator

from kakehashi.core.acceptance_check.asked import Asked
from kakehashi.core.acceptance_check.facts import Application, Facts
from kakehashi.core.acceptance_check.reasons import Finding, Reason, Weight
from kakehashi.core.notices.fields import CODES, fields_on


def reasons(application: Application, facts: Facts, asked: Asked) -> Iterator[Reason]:
    """Give what is found about the field."""
    claims = facts.paper.claims if facts.paper else None
    written, coded = application.field, claims.field if claims else ""
    field, day = coded or written, application.applied_on
    if not field:
        yield asked.finds(Finding.FIELD_NOT_NAMED, Weight.CORRECT)
        return
    if written and coded and written != coded:
        yield asked.finds(Finding.FIELD_DIFFERS, Weight.ASK, written=written, coded=coded)
    if field not in fields_on(day):
        known = min((one.from_on for one in CODES.get(field, ())), default=None)
        weight = asked.weighs("not-then") if known else Weight.ASK
        yield asked.finds(Finding.FIELD_NOT_THEN, weight, field=field, on=day, opened_on=known)
        return
    closed = [
        one
        for one in facts.closures
        if (one.field, one.channel) == (field, application.channel) and one.is_closed(day)
    ]
    for one in closed:
        said = {"field": field, "channel": one.channel.value, "from_on": one.from_on.isoformat()}
        if one.part is None:
            yield asked.finds(
                Finding.FIELD_CLOSED, asked.weighs("closed"), **said, notice=one.notice
            )
        else:
            yield asked.finds(Finding.FIELD_PARTLY_CLOSED, Weight.ASK, **said, notice=one.notice)
    if not closed:
        yield asked.finds(
            Finding.FIELD_OPEN, field=field, channel=application.channel.value, on=day
        )
