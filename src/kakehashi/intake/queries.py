"""What is known of reports: to their reporters by the code, to officers with the keys open.

An officer's page asks `queue` and `find`, opens with `content_of`, `letters_of` and `evidence_of`,
and notes it (`actions.open_report`). Which officers may is for the desk: it asks permission for the
report's agreement, and keys for the report itself.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from kakehashi.core.package import Unreadable
from kakehashi.core.reporting.code import WayBack
from kakehashi.core.reporting.letter import fields_of
from kakehashi.core.reporting.likeness import groups, sketch
from kakehashi.core.reporting.meeting import Why, meets, traits
from kakehashi.core.reporting.told import Told, told
from kakehashi.intake.cleaning import Cleaned
from kakehashi.intake.models import (
    BROWSER,
    OFFICE,
    REPORTER,
    IntakeKey,
    Keyholder,
    LogLine,
    Part,
    Report,
    State,
)
from kakehashi.intake.sealing import OpenKeys, letter_of, open_with_code

ANSWER: Final = "answer."
FILE: Final = "file."
LETTER: Final = "letter."
PIECE: Final = "piece."
CONTENT: Final = "content"
CODE: Final = "code"


@dataclass(frozen=True, slots=True)
class Content:
    """A report opened: what it says, the language it was written in, what was sealed where.

    `by_browser` are the places that her browser sealed; `unopened` those of them that do not open.
    """

    told: Told
    lang: str
    by_browser: frozenset[str] = frozenset()
    unopened: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter between reporter and office; `words` is None where this reader cannot open it."""

    number: int
    on: date
    by_reporter: bool
    words: str | None = field(repr=False)


def is_open() -> bool:
    """Say whether this office takes reports: it has a key, and somebody who can open it."""
    return IntakeKey.objects.filter(is_in_force=True, grants__isnull=False).exists()


def holds_key(officer_id: int) -> bool:
    """Say whether an officer can open reports here."""
    return Keyholder.objects.filter(officer_id=officer_id).exists()


# ------------------------------------------------------------------ the reporter, with her code


def report_of(way: WayBack) -> Report | None:
    """Find a report or draft by its code; None where there is none."""
    return Report.objects.filter(locator=way.locator).first()


def draft_answers(
    report: Report, way: WayBack
) -> tuple[dict[str, dict[str, list[str]]], dict[str, str]]:
    """Give a draft's answers by place: those that the code opens, and those sealed in the browser.

    The latter are letters to the office, as text.
    """
    answers: dict[str, dict[str, list[str]]] = {}
    sealed: dict[str, str] = {}
    for part in _parts(report, ANSWER):
        place = part.name.removeprefix(ANSWER)
        if part.reader == REPORTER:
            answers[place] = fields_of(open_with_code(part, way))
        elif part.reader == OFFICE:
            sealed[place] = letter_of(part).decode("ascii")
    return answers, sealed


def browser_copies(report: Report) -> dict[str, bytes]:
    """Give the copies of answers that only the browser which sealed them can open, by place."""
    return {
        part.name.removeprefix(ANSWER): letter_of(part)
        for part in _parts(report, ANSWER).filter(reader=BROWSER)
    }


def letters_for_reporter(report: Report, way: WayBack) -> list[Letter]:
    """Give the letters between office and reporter, oldest first, as her code opens them."""
    found: dict[int, Letter] = {}
    for part in _parts(report, LETTER):
        number = int(part.name.removeprefix(LETTER))
        words = open_with_code(part, way).decode() if part.reader == REPORTER else None
        if words is not None or number not in found:
            found[number] = Letter(number, part.made_on, part.by_reporter, words)
    return [found[number] for number in sorted(found)]


def code_for_reporter(report: Report, way: WayBack) -> str:
    """Give the words of the code, which only the code itself opens; "" where they were not kept."""
    part = _parts(report, CODE).first()
    return "" if part is None else open_with_code(part, way).decode()


def pieces_of(report: Report) -> QuerySet[Part]:
    """The pieces of a file that has not arrived whole yet."""
    return _parts(report, PIECE)


def has_file(report: Report, mark: bytes) -> bool:
    """Say whether a file was kept already (`WayBack.mark` of its digest)."""
    return Part.objects.filter(report=report, name__startswith=FILE, mark=mark).exists()


def files_of(report: Report) -> list[tuple[int, date]]:
    """Give number and day of each file of a report."""
    named = _parts(report, FILE).values_list("name", "made_on")
    return sorted((int(name.removeprefix(FILE)), on) for name, on in named)


# ------------------------------------------------------------------ officers, with the keys open


def queue(agreements: Collection[str]) -> QuerySet[Report]:
    """Reports that officers of these agreements read, oldest first; no draft is among them."""
    mine = Q(agreement__in=[*agreements, ""])
    return Report.objects.filter(mine).exclude(state=State.DRAFT).order_by("received_on", "pk")


def unanswered(agreements: Collection[str], *, before: date) -> QuerySet[Report]:
    """Reports of which the reporter heard nothing since a day: the office promises seven days."""
    waits = queue(agreements).filter(received_on__lt=before, state=State.RECEIVED)
    return waits.filter(wave=None)


def find(public_id: UUID, agreements: Collection[str]) -> Report | None:
    """Find a report that officers of these agreements read; None where there is none."""
    return queue(agreements).filter(public_id=public_id).first()


@dataclass(frozen=True, slots=True)
class Wave:
    """Reports of a flood that are not closed yet: how many, how many unopened, since which day."""

    number: int
    many: int
    unopened: int
    since: date


def waves(agreements: Collection[str]) -> list[Wave]:
    """The floods in which so many arrived that they are held apart, oldest first: one query."""
    held = queue(agreements).exclude(wave=None).exclude(state=State.CLOSED).order_by("wave")
    unopened = Count("pk", filter=Q(state=State.RECEIVED))
    counted = held.values("wave").annotate(
        many=Count("pk"), unopened=unopened, since=Min("received_on")
    )
    return [Wave(one["wave"] or 0, one["many"], one["unopened"], one["since"]) for one in counted]


def in_wave(agreements: Collection[str], number: int) -> QuerySet[Report]:
    """The reports of a flood that are not closed yet."""
    return queue(agreements).filter(wave=number).exclude(state=State.CLOSED)


def content_of(report: Report, keys: OpenKeys) -> Content:
    """Open what a report says. Unreadable where none of the keys opens it."""
    part = _parts(report, CONTENT).filter(reader=OFFICE).first()
    if part is None:
        raise Unreadable("its content is gone")
    return _content(part, keys)


def contents_of(reports: Iterable[Report], keys: OpenKeys) -> dict[UUID, Content]:
    """Open what several reports say: one query. What does not open is left out."""
    found = {}
    parts = Part.objects.filter(report__in=list(reports), name=CONTENT, reader=OFFICE)
    for part in parts.select_related("report"):
        try:
            found[part.report.public_id] = _content(part, keys)
        except Unreadable:
            continue
    return found


def evidence_of(report: Report, number: int, keys: OpenKeys) -> Cleaned | None:
    """Open a file of a report: pictures made here, or text; None where there is none."""
    part = _parts(report, FILE).filter(name=f"{FILE}{number}", reader=OFFICE).first()
    return None if part is None else Cleaned.unpack(keys.open(letter_of(part)))


def letters_of(report: Report, keys: OpenKeys) -> list[Letter]:
    """Give the letters between office and reporter, oldest first, as the keys open them."""
    found = []
    for part in _parts(report, LETTER).filter(reader=OFFICE):
        try:
            words: str | None = keys.open(letter_of(part)).decode(errors="replace")
        except Unreadable:
            words = None
        number = int(part.name.removeprefix(LETTER))
        found.append(Letter(number, part.made_on, part.by_reporter, words))
    return sorted(found, key=lambda letter: letter.number)


def alike(reports: Iterable[Report], keys: OpenKeys) -> list[list[UUID]]:
    """Group reports that say nearly the same, the largest group first; those alone stand last.

    For a wave: what one sender wrote a thousand times falls into one group, and the report that
    somebody tried to bury stands alone.
    """
    opened = contents_of(reports, keys)
    sketches = {str(one): sketch(content.told.words) for one, content in opened.items()}
    return [[UUID(name) for name in group] for group in groups(sketches)]


def met_by(
    asked: Told, among: Sequence[Report], keys: OpenKeys, *, regions: Sequence[str]
) -> list[tuple[Report, tuple[Why, ...]]]:
    """Give the other reports that may be about the same matter as one, with why, in order."""
    own = traits(asked, regions=regions)
    opened = contents_of(among, keys)
    found = (
        (one, meets(own, traits(opened[one.public_id].told, regions=regions)))
        for one in among
        if one.public_id in opened
    )
    return [(one, why) for one, why in found if why]


def log_of(report_id: UUID) -> QuerySet[LogLine]:
    """What officers did with a report, oldest first; it outlives the report."""
    lines = LogLine.objects.filter(report_id=report_id)
    return lines.select_related("officer").order_by("at", "pk")


def _content(part: Part, keys: OpenKeys) -> Content:
    said = json.loads(keys.open(letter_of(part)))
    answers, unopened = dict(said["answers"]), set()
    for place, letter in said["sealed"].items():
        try:
            answers[place] = fields_of(keys.open(letter.encode()))
        except Unreadable:
            unopened.add(place)
    return Content(told(answers), said["lang"], frozenset(said["sealed"]), frozenset(unopened))


def _parts(report: Report, prefix: str) -> QuerySet[Part]:
    return (
        Part.objects.filter(report=report, name__startswith=prefix)
        .select_related("report")
        .order_by("pk")
    )
