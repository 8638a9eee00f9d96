"""Whether the passes that an application states can be: numbers, days, ages, places.

A pass that cannot be is a doubt about the paper; whether somebody did wrong is for officers to say.
"""

from collections.abc import Iterator
from datetime import date

from kakehashi.core.acceptance_check.asked import Asked
from kakehashi.core.acceptance_check.facts import Application, Facts, Pass
from kakehashi.core.acceptance_check.reasons import Finding, Reason, Weight
from kakehashi.core.notices.exams import ExamKind
from kakehashi.core.notices.fields import CODES


def reasons(application: Application, facts: Facts, asked: Asked) -> Iterator[Reason]:
    """Give what is found about the exams."""
    for kind in asked.list("asked"):
        if not any(one.kind == kind for one in application.exams):
            yield asked.finds(Finding.EXAM_MISSING, asked.weighs("missing"), kind=kind)
    for one in application.exams:
        doubts = [*_doubts(one, application, facts, asked)]
        if not doubts:
            yield asked.finds(Finding.EXAM_PASSED, **_named(one), on=one.passed_on)
        yield from doubts


def _named(one: Pass) -> dict[str, str]:
    return {"kind": one.kind.value, "exam": one.exam, "number": one.number}


def _doubts(one: Pass, application: Application, facts: Facts, asked: Asked) -> Iterator[Reason]:
    doubtful, named = asked.weighs("doubtful"), _named(one)
    if not one.number or one.passed_on is None:
        yield asked.finds(Finding.EXAM_INCOMPLETE, asked.weighs("missing"), **named)
    if one.passed_on is not None:
        yield from _of_the_day(one, one.passed_on, application, facts, asked)
    wanted = facts.paper.claims.field if facts.paper and facts.paper.claims else application.field
    known = facts.exams.get(one.exam)
    field = one.field or (known.field if known else "")
    if field and wanted and field != wanted:
        yield asked.finds(Finding.EXAM_OTHER_FIELD, Weight.ASK, **named, field=field, wanted=wanted)
    for other in facts.other_passes:
        if other.exam == one.exam and other.number == one.number and not other.is_same_person:
            yield asked.finds(Finding.EXAM_NUMBER_TAKEN, doubtful, **named, where=other.where)
        elif _in_two_places(one, other.passed_on, other.place) and other.is_same_person:
            yield asked.finds(
                Finding.EXAM_TWO_PLACES,
                doubtful,
                **named,
                on=one.passed_on,
                place=one.place,
                other_place=other.place,
            )
    for other_pass in application.exams:
        is_first = (one.number, one.place) < (other_pass.number, other_pass.place)
        if is_first and _in_two_places(one, other_pass.passed_on, other_pass.place):
            yield asked.finds(
                Finding.EXAM_TWO_PLACES,
                doubtful,
                **named,
                on=one.passed_on,
                place=one.place,
                other_place=other_pass.place,
            )


def _in_two_places(one: Pass, on: date | None, place: str) -> bool:
    return bool(on) and one.passed_on == on and bool(one.place and place) and one.place != place


def _of_the_day(
    one: Pass, on: date, application: Application, facts: Facts, asked: Asked
) -> Iterator[Reason]:
    doubtful, named = asked.weighs("doubtful"), _named(one) | {"on": on.isoformat()}
    if on > application.applied_on or on > facts.today:
        yield asked.finds(Finding.EXAM_AHEAD, doubtful, **named)
    known = facts.exams.get(one.exam)
    since = known.since_on if known else _field_since(one, application)
    if since is not None and on < since:
        yield asked.finds(Finding.EXAM_BEFORE_IT_EXISTED, doubtful, **named, since_on=since)
    born = application.person.born_on
    least = known.least_age if known is not None and known.least_age is not None else 0
    if born is not None and _age_on(born, on) < least:
        yield asked.finds(Finding.EXAM_TOO_YOUNG, doubtful, **named, age=_age_on(born, on))


def _field_since(one: Pass, application: Application) -> date | None:
    """The first day of the field: no skill exam in it was held before."""
    if one.kind is not ExamKind.SKILL:
        return None
    field = one.field or application.field
    return min((stood.from_on for stood in CODES.get(field, ())), default=None)


def _age_on(born: date, day: date) -> int:
    """Whole years; below 0 before birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
