"""What an applicant does to an application, one transaction each.

Whose it is was asked before; here the state decides, so that of two windows the second is told.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Max

from kakehashi.approvals import sealing, standards
from kakehashi.approvals.models import Applicant, Application, ApplicationStep
from kakehashi.approvals.sealing import Content, KeptPaper
from kakehashi.core.approving.completeness import Checked, check
from kakehashi.core.approving.course import OPEN, WITH_APPLICANT, Purpose, State
from kakehashi.core.approving.papers import MOST_FILES
from kakehashi.journal.record import record

MOST_OPEN: Final = 5
"""Applications that one account may have open at a time."""


class NotAsItWas(Exception):
    """The application is no longer as it was seen; nothing was changed."""


class NotOpen(Exception):
    """No standards are in force under the agreement: nobody can apply yet."""


class TooMany(Exception):
    """As many as are allowed are there already."""


class NotComplete(Exception):
    """Something is missing or wrong; nothing was submitted."""

    def __init__(self, checked: Checked) -> None:
        super().__init__(f"{len(checked.mistakes)} mistakes")
        self.checked = checked


def begin(
    applicant: Applicant,
    *,
    agreement: str,
    purpose: Purpose,
    about: str = "",
    content: Content | None = None,
    today: date,
    now: datetime,
) -> Application:
    """Begin an application; `content` is what it begins with.

    Raises:
        NotOpen: the standards are not in force yet.
        TooMany: the account has too many open ones.

    """
    if standards.version_on(agreement, today) is None:
        raise NotOpen
    with transaction.atomic():
        mine = Application.objects.filter(applicant=applicant, state__in=OPEN)
        if mine.count() >= MOST_OPEN:
            raise TooMany
        made = Application.objects.create(
            public_id=uuid.uuid4(),
            agreement=agreement,
            applicant=applicant,
            purpose=purpose,
            about=about,
            started_at=now,
            changed_at=now,
        )
        sealing.seal_content(made.public_id, content or Content())
        note_step(made, "begun", now=now)
    return made


def keep_step(
    application: Application,
    step: str,
    rows: Sequence[dict[str, str]],
    *,
    revision: int,
    now: datetime,
) -> None:
    """Keep the answers of one step as they were typed, right or wrong.

    Raises:
        NotAsItWas: it was changed in another window, or is not the applicant's turn.

    """
    with transaction.atomic():
        _touch(application, revision, now)
        content = sealing.open_content(application.public_id)
        content.answers[step] = list(rows)
        sealing.seal_content(application.public_id, content)


def add_paper(
    application: Application, paper: KeptPaper, data: bytes, *, revision: int, now: datetime
) -> None:
    """Keep a file that was looked at.

    Raises:
        NotAsItWas: as above.
        TooMany: it has as many files as it may.

    """
    with transaction.atomic():
        _touch(application, revision, now)
        content = sealing.open_content(application.public_id)
        if len(content.papers) >= MOST_FILES:
            raise TooMany
        kept_as = uuid.uuid4().hex
        content.papers[kept_as] = paper
        sealing.seal(application.public_id, sealing.file_part(kept_as), data)
        sealing.seal_content(application.public_id, content)


def drop_paper(application: Application, kept_as: str, *, revision: int, now: datetime) -> None:
    """Erase a file with its key; NotAsItWas as above, or where there is no such file."""
    with transaction.atomic():
        _touch(application, revision, now)
        content = sealing.open_content(application.public_id)
        if content.papers.pop(kept_as, None) is None:
            raise NotAsItWas
        sealing.erase(application.public_id, sealing.file_part(kept_as))
        sealing.seal_content(application.public_id, content)


def submit(
    application: Application, *, revision: int, today: date, now: datetime, words: str = ""
) -> None:
    """Hand an application to the office, or what the office asked for; `words` go with it.

    Raises:
        NotComplete: something is missing or wrong, in which step and where.
        NotAsItWas: it was changed in another window, or is not the applicant's turn.
        NotOpen: no standards are in force.

    """
    version = application.standards or standards.version_on(application.agreement, today)
    if version is None:
        raise NotOpen
    with transaction.atomic():
        waiting = Application.objects.filter(
            pk=application.pk, revision=revision, state__in=WITH_APPLICANT
        )
        if not waiting.exists():
            raise NotAsItWas
        content = sealing.open_content(application.public_id)
        checked = check(content.said, content.sorts, standards.set_of(version))
        if not checked.is_complete:
            raise NotComplete(checked)
        is_first = application.submitted_at is None
        serial = _next_serial(application.agreement) if is_first else application.serial
        waiting.update(
            state=State.SUBMITTED,
            serial=serial,
            standards=version,
            revision=F("revision") + 1,
            submitted_at=now if is_first else application.submitted_at,
            waiting_since=now,
            changed_at=now,
            is_screened=False,
        )
        note_step(application, "submitted" if is_first else "answered", now=now, words=words)
        told = _told(application) | {"serial": serial, "standards": version.digest}
        if is_first:
            record("application.submitted", told, now=now)
        else:
            record("application.answered", told, now=now)


def withdraw(application: Application, *, revision: int, now: datetime) -> None:
    """Take an application back; one that was never submitted is deleted with all it says.

    Raises:
        NotAsItWas: it was decided, or changed meanwhile.

    """
    with transaction.atomic():
        mine = Application.objects.filter(pk=application.pk, revision=revision)
        if application.submitted_at is None:
            if not mine.filter(state=State.DRAFT).exists():
                raise NotAsItWas
            sealing.erase(application.public_id)
            mine.delete()
            return
        if not mine.filter(state__in=OPEN).update(
            state=State.WITHDRAWN,
            revision=F("revision") + 1,
            changed_at=now,
            is_screened=False,
        ):
            raise NotAsItWas
        note_step(application, "withdrawn", now=now)
        record("application.withdrawn", _told(application), now=now)


def note_step(
    application: Application,
    what: str,
    *,
    now: datetime,
    officer: int | None = None,
    words: str = "",
) -> None:
    """Add a step to the history of an application, with sealed words."""
    made = ApplicationStep.objects.create(
        application=application, what=what, at=now, officer_id=officer, has_words=bool(words)
    )
    if words:
        sealing.seal(application.public_id, f"step-{made.pk}", words.encode())


def _touch(application: Application, revision: int, now: datetime) -> None:
    """Take the applicant's turn; NotAsItWas where it is not theirs any more."""
    mine = Application.objects.filter(
        pk=application.pk, revision=revision, state__in=WITH_APPLICANT
    )
    if not mine.update(revision=F("revision") + 1, changed_at=now):
        raise NotAsItWas


def _next_serial(agreement: str) -> int:
    """Count on under the write lock, which the transaction holds."""
    numbered = Application.objects.filter(agreement=agreement)
    return (numbered.aggregate(last=Max("serial"))["last"] or 0) + 1


def _told(application: Application) -> dict[str, object]:
    return {
        "thing": str(application.public_id),
        "agreement": application.agreement,
        "applicant": str(application.applicant.public_id),
        "purpose": application.purpose,
    }
