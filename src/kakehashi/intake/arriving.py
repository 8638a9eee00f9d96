"""A file that comes in pieces over a line that breaks: what has arrived is not sent again.

Each piece is sealed to the reporter's code until the file is whole; then it is looked through,
drawn anew and sealed to the office like any other, and the pieces are gone.
"""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from kakehashi.core.reporting.code import WayBack
from kakehashi.intake.actions import part_of
from kakehashi.intake.cleaning import LARGEST
from kakehashi.intake.models import REPORTER, Report
from kakehashi.intake.queries import PIECE, pieces_of
from kakehashi.intake.sealing import open_with_code, to_reporter

LENGTH: Final = 30_000
"""Bytes of a piece: some seconds on a slow line, and with its length just under a sealed 32 KiB."""
_MOST: Final = -(-LARGEST // LENGTH)


def held(report: Report, way: WayBack, digest: bytes) -> int:
    """Say how many pieces of the file with this SHA-256 have arrived, from its beginning on."""
    pieces = pieces_of(report)
    if not pieces.filter(mark=_mark(way, digest, 0)).exists():
        return 0
    return pieces.count()


def keep_piece(
    report: Report, way: WayBack, digest: bytes, piece: bytes, *, number: int, now: datetime
) -> int:
    """Keep a piece where it is the next one, and say how many are held then.

    The first piece of a file takes the place of another one that did not arrive whole.
    """
    there = held(report, way, digest)
    if number != there or number >= _MOST or len(piece) > LENGTH:
        return there
    part = part_of(report, f"{PIECE}{number}", REPORTER, to_reporter(piece, report), now.date())
    part.mark = _mark(way, digest, number)
    try:
        with transaction.atomic():
            if number == 0:
                forget(report)
            Report.objects.filter(pk=report.pk).update(touched_on=now.date())
            part.save()
    except IntegrityError:
        return held(report, way, digest)
    return number + 1


def whole(report: Report, way: WayBack) -> bytes:
    """Put the pieces together."""
    ordered = sorted(pieces_of(report), key=lambda part: int(part.name.removeprefix(PIECE)))
    return b"".join(open_with_code(part, way) for part in ordered)


def forget(report: Report) -> None:
    """Destroy the pieces of a file."""
    pieces_of(report).delete()


def _mark(way: WayBack, digest: bytes, number: int) -> bytes:
    return way.mark(b"piece", digest, str(number).encode())
