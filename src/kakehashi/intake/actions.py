"""What changes a report: begun, answered step by step, sent, asked about, answered, erased.

Every verb of the reporter may be repeated: the same thing sent twice has one effect. Sealing is
done before the write lock is taken.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from kakehashi.accounts.models import Officer
from kakehashi.core.reporting.code import WayBack
from kakehashi.core.reporting.letter import is_letter_to
from kakehashi.core.reporting.steps import Place
from kakehashi.core.reporting.told import says_something
from kakehashi.intake.cleaning import Cleaned
from kakehashi.intake.models import (
    BROWSER,
    OFFICE,
    REPORTER,
    Arrivals,
    IntakeKey,
    LogLine,
    Part,
    Report,
    State,
)
from kakehashi.intake.queries import (
    ANSWER,
    CODE,
    CONTENT,
    FILE,
    LETTER,
    PIECE,
    draft_answers,
    pieces_of,
)
from kakehashi.intake.sealing import at_rest, to_office, to_reporter

DRAFT_LASTS: Final = timedelta(days=30)
MOST_FILES: Final = 20
MOST_LETTERS: Final = 200
LONGEST_SEALED: Final = 2**17
"""Bytes of what a browser seals itself; longer words are sent open, and answered in words."""
WAVE_FROM: Final = 30
"""So many reports in one hour are a wave: those after them are held apart and compared. Half of
them count into the hour that follows, so that a flood which goes on is held apart at once."""
_HOUR: Final = 3600


class NotOpen(Exception):
    """The intake office has no key yet, so nothing can be sealed to it."""


class NothingSaid(Exception):
    """A report says nothing of what happened, of whom, or of money."""


class TooMany(Exception):
    """A report has as many files or letters as it may have."""


class NotALetter(ValueError):
    """What a browser sealed is not sealed to the office's key in force, or is too long."""


class Late(Exception):
    """The report was sent, closed or changed meanwhile."""


def key_in_force() -> IntakeKey:
    """Give the key to which reports are sealed now; NotOpen where there is none."""
    key = IntakeKey.objects.filter(is_in_force=True).first()
    if key is None:
        raise NotOpen
    return key


def begin_report(way: WayBack, *, agreement: str, now: datetime) -> Report:
    """Begin a draft that is found again by its code; the same code gives the same draft.

    `agreement` is "" where it is not known yet which one it concerns.
    """
    key_in_force()
    report, _is_new = Report.objects.get_or_create(
        locator=way.locator,
        defaults={
            "public_id": uuid.uuid4(),
            "way_back": way.public,
            "agreement": agreement,
            "begun_on": now.date(),
            "touched_on": now.date(),
        },
    )
    return report


def keep_code(report: Report, code: str, *, now: datetime) -> None:
    """Keep the code's words sealed to the code itself, to be shown while she is here."""
    row = part_of(report, CODE, REPORTER, to_reporter(code.encode(), report), now.date())
    if not Part.objects.filter(report=report, name=CODE).exists():
        Part.objects.bulk_create([row], ignore_conflicts=True)


def note_code_seen(report: Report) -> None:
    """Remember that the reporter was shown, or has typed, the code again."""
    Report.objects.filter(pk=report.pk).update(is_code_seen=True)


def choose_agreement(report: Report, agreement: str, *, now: datetime) -> None:
    """Say which agreement a draft concerns, and so which officers read it."""
    _touch(report, now, agreement=agreement)


def keep_answer(
    report: Report, place: Place, fields: Mapping[str, Sequence[str]], *, now: datetime
) -> None:
    """Keep what was answered to one question, sealed to the reporter until she sends it.

    No fields at all take an earlier answer back. Late where the report was sent already.
    """
    name = f"{ANSWER}{place}"
    letter = to_reporter(json.dumps(fields, ensure_ascii=False).encode(), report)
    kept = [(REPORTER, letter)] if fields else []
    _replace_answer(report, name, kept, now=now)


def keep_sealed_answer(
    report: Report, place: Place, letter: bytes, copy: bytes, *, now: datetime
) -> None:
    """Keep an answer that the browser sealed to the office; `copy` is for the same browser alone.

    Raises:
        NotALetter: it is not sealed to the key in force, or the copy is too long.
        Late: the report was sent already.

    """
    _refuse_what_is_no_letter(letter)
    if len(copy) > LONGEST_SEALED:
        raise NotALetter
    kept = [(OFFICE, letter), *([(BROWSER, copy)] if copy else [])]
    _replace_answer(report, f"{ANSWER}{place}", kept, now=now)


def _refuse_what_is_no_letter(letter: bytes) -> None:
    if len(letter) > LONGEST_SEALED or not is_letter_to(letter, key_in_force().kid):
        raise NotALetter


def _replace_answer(
    report: Report, name: str, kept: Iterable[tuple[str, bytes]], *, now: datetime
) -> None:
    rows = [part_of(report, name, reader, letter, now.date()) for reader, letter in kept]
    with transaction.atomic():
        _touch(report, now)
        Part.objects.filter(report=report, name=name).delete()
        Part.objects.bulk_create(rows)


def add_evidence(report: Report, cleaned: Cleaned, *, mark: bytes, now: datetime) -> bool:
    """Keep a cleaned file, sealed to the office, before or after a report is sent.

    `mark` tells the same file sent twice (`WayBack.mark` of its digest): False, and nothing is
    changed. TooMany where the report has as many as it may.
    """
    letter = to_office(cleaned.packed, key_in_force())
    return append(report, FILE, {OFFICE: letter}, MOST_FILES, mark=mark, now=now) is not None


def drop_evidence(report: Report, number: int, *, now: datetime) -> None:
    """Take a file out of a draft. Late where the report was sent already."""
    with transaction.atomic():
        _touch(report, now)
        Part.objects.filter(report=report, name=f"{FILE}{number}").delete()


def receive_report(report: Report, way: WayBack, *, lang: str, now: datetime) -> bool:
    """Take a draft in as a report: all its answers in one letter to the office.

    From then on it is in the officers' queue and its draft is gone. False where it was sent
    before, by the same button pressed twice.

    Raises:
        NothingSaid: it says nothing, and stays a draft.
        Late: it was changed meanwhile.

    """
    report.refresh_from_db()
    if report.state != State.DRAFT:
        return False
    answers, sealed = draft_answers(report, way)
    has_files = Part.objects.filter(report=report, name__startswith=FILE).exists()
    if not (says_something(answers) or sealed or has_files):
        raise NothingSaid
    said = {"version": 1, "lang": lang, "answers": answers, "sealed": sealed}
    letter = to_office(json.dumps(said, ensure_ascii=False).encode(), key_in_force())
    content = part_of(report, CONTENT, OFFICE, letter, now.date())
    with transaction.atomic():
        _receive(report, now)
        unsent = Q(name__startswith=ANSWER) | Q(name__startswith=PIECE)
        Part.objects.filter(unsent, report=report).delete()
        content.save()
    return True


def _receive(report: Report, now: datetime) -> None:
    """Move a draft into the queue; into a wave where very many arrive in this hour."""
    arrivals = _count_arrival(int(now.timestamp()) // _HOUR)
    is_moved = Report.objects.filter(
        pk=report.pk, state=State.DRAFT, revision=report.revision
    ).update(
        state=State.RECEIVED,
        received_on=now.date(),
        touched_on=now.date(),
        wave=arrivals.pk if arrivals.count > WAVE_FROM else None,
        revision=F("revision") + 1,
    )
    if not is_moved:
        raise Late


def _count_arrival(hour: int) -> Arrivals:
    """Count one more arrival in this hour (hours since 1970), and forget the hours before."""
    before = Arrivals.objects.filter(hour=hour - 1).first()
    carried = min(before.count, 2 * WAVE_FROM) // 2 if before else 0
    arrivals, _is_first = Arrivals.objects.get_or_create(hour=hour, defaults={"count": carried})
    Arrivals.objects.filter(hour__lt=hour).delete()
    Arrivals.objects.filter(pk=arrivals.pk).update(count=F("count") + 1)
    arrivals.refresh_from_db()
    return arrivals


def add_words(report: Report, words: str, *, mark: bytes, now: datetime) -> bool:
    """Add what the reporter writes to a report that was sent: an answer, or something more.

    Both the office and she, with her code, read it. False where the same page was sent before.
    """
    plain = words.encode()
    letters = {OFFICE: to_office(plain, key_in_force()), REPORTER: to_reporter(plain, report)}
    return _add_letter(report, letters, mark=mark, now=now)


def add_sealed_words(report: Report, letter: bytes, *, mark: bytes, now: datetime) -> bool:
    """Add what the reporter's browser has sealed to the office. NotALetter where it is none."""
    _refuse_what_is_no_letter(letter)
    return _add_letter(report, {OFFICE: letter}, mark=mark, now=now)


def _add_letter(
    report: Report, letters: Mapping[str, bytes], *, mark: bytes, now: datetime
) -> bool:
    with transaction.atomic():
        if append(report, LETTER, letters, MOST_LETTERS, mark=mark, now=now) is None:
            return False
        Report.objects.filter(pk=report.pk, state=State.ASKED).update(state=State.OPENED)
    return True


def ask_reporter(
    report: Report, words: str, *, by: Officer, now: datetime, is_question: bool = True
) -> int:
    """Write to the reporter, sealed to her code (and to the office); give the letter's number.

    A question waits for her answer; without one it is an answer to her, and the state stays.
    """
    plain = words.encode()
    letters = {REPORTER: to_reporter(plain, report), OFFICE: to_office(plain, key_in_force())}
    with transaction.atomic():
        number = append(report, LETTER, letters, MOST_LETTERS, by_reporter=False, now=now)
        if number is None:
            raise Late
        if is_question:
            Report.objects.filter(pk=report.pk).exclude(state=State.DRAFT).update(state=State.ASKED)
        note(report, "asked" if is_question else "answered", by=by, now=now)
    return number


def open_report(report: Report, *, by: Officer, now: datetime) -> None:
    """Note that an officer reads a report; the reporter then sees that it was opened."""
    with transaction.atomic():
        Report.objects.filter(pk=report.pk, state=State.RECEIVED).update(
            state=State.OPENED, revision=F("revision") + 1
        )
        note(report, "read", by=by, now=now)


def close_report(report: Report, words: str, *, by: Officer, now: datetime) -> None:
    """Close a report with a last answer to the reporter, which she reads with her code."""
    with transaction.atomic():
        ask_reporter(report, words, by=by, now=now, is_question=False)
        _set_state(report, State.CLOSED)
        pieces_of(report).delete()
        note(report, "closed", by=by, now=now)


def reopen_report(report: Report, *, by: Officer, now: datetime) -> None:
    """Take a closed report up again."""
    with transaction.atomic():
        _set_state(report, State.OPENED)
        note(report, "reopened", by=by, now=now)


def release_from_wave(report: Report, *, by: Officer, now: datetime) -> None:
    """Take a report out of its wave into the ordinary queue."""
    with transaction.atomic():
        Report.objects.filter(pk=report.pk).update(wave=None, revision=F("revision") + 1)
        note(report, "released", by=by, now=now)


def erase_report(report: Report, *, by: Officer, now: datetime) -> int:
    """Destroy all that a report holds, keys and ciphertext, and the report; give how many parts.

    What is left is a line of the intake's own log. Copies in backups open no longer once the
    storage key of their month is destroyed.
    """
    with transaction.atomic():
        note(report, "erased", by=by, now=now)
        count = Part.objects.filter(report=report).count()
        Report.objects.filter(pk=report.pk).delete()
    return count


def withdraw_draft(report: Report) -> bool:
    """Destroy a draft, as its reporter wishes; False where it was sent already."""
    deleted, _ = Report.objects.filter(pk=report.pk, state=State.DRAFT).delete()
    return deleted > 0


def expire_drafts(*, now: datetime, at_most: int = 100) -> int:
    """Destroy drafts that nobody touched for thirty days, and in which hour reports arrived."""
    before = now - DRAFT_LASTS
    old = Report.objects.filter(state=State.DRAFT, touched_on__lt=before.date())
    chosen = list(old.values_list("pk", flat=True)[:at_most])
    hours = Arrivals.objects.filter(hour__lt=int(now.timestamp()) // _HOUR - 1)
    if not chosen and not hours.exists():
        return 0
    with transaction.atomic():
        hours.delete()
        Report.objects.filter(pk__in=chosen, state=State.DRAFT).delete()
    return len(chosen)


def note(report: Report | None, act: str, *, by: Officer, now: datetime) -> None:
    """Write a line into the intake's own log, which nothing outside the intake reads."""
    LogLine.objects.create(
        report_id=None if report is None else report.public_id, officer=by, act=act, at=now
    )


def _set_state(report: Report, state: State) -> None:
    """Move a report that was received to another state."""
    Report.objects.filter(pk=report.pk).exclude(state=State.DRAFT).update(
        state=state, revision=F("revision") + 1
    )


def _touch(report: Report, now: datetime, **changed: object) -> None:
    """Change a draft's row; Late where it is a draft no longer."""
    is_draft = Report.objects.filter(pk=report.pk, state=State.DRAFT).update(
        touched_on=now.date(), revision=F("revision") + 1, **changed
    )
    if not is_draft:
        raise Late


def append(
    report: Report,
    prefix: str,
    letters: Mapping[str, bytes],
    most: int,
    *,
    now: datetime,
    mark: bytes | None = None,
    by_reporter: bool = True,
) -> int | None:
    """Keep the next file or letter of a report under the next number; None for one sent before."""
    try:
        with transaction.atomic():
            Report.objects.filter(pk=report.pk).update(
                touched_on=now.date(), revision=F("revision") + 1
            )
            there = Part.objects.filter(report=report, name__startswith=prefix)
            if mark is not None and there.filter(mark=mark).exists():
                return None
            numbers = [
                int(name.removeprefix(prefix)) for name in there.values_list("name", flat=True)
            ]
            number = max(numbers, default=0) + 1
            if number > most:
                raise TooMany
            for reader, letter in letters.items():
                part = part_of(report, f"{prefix}{number}", reader, letter, now.date())
                part.mark, part.by_reporter = mark, by_reporter
                part.save()
            return number
    except IntegrityError:
        return None


def part_of(report: Report, name: str, reader: str, letter: bytes, on: date) -> Part:
    """Make a part of a letter, not saved yet."""
    return Part(
        report=report,
        name=name,
        reader=reader,
        by_reporter=True,
        made_on=on,
        **at_rest(report, name, reader, letter),
    )
