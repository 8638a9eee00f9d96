"""What changes drafts, one transaction each, and the marks of what was read.

Whoever may do what was asked before; here the state decides, so that of two who act at once the
second is told what the first did.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from kakehashi.database.prepared import Prepared
from kakehashi.desk import concurrences, sealing
from kakehashi.desk.models import ConfidentialReading, Draft, ReadMark, State, TakenOver
from kakehashi.desk.sealing import Content
from kakehashi.journal.models import Journal
from kakehashi.journal.record import record

READINGS_TOGETHER = timedelta(hours=1)
READINGS_IN_ONE = 500

_OLDEST = Prepared(lambda: ConfidentialReading.objects.order_by("read_at")[:1])


class NotAsItWas(Exception):
    """The draft is no longer in the state in which it was seen; nothing was changed."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(str(draft.public_id))
        self.draft = draft


class OwnDraft(Exception):
    """Nobody signs off, or sends back, what they drafted themselves."""


def open_draft(
    *,
    agreement: str,
    kind: str,
    version: int,
    classification: str,
    typed: dict[str, list[str]],
    by: int,
    now: datetime,
) -> Draft:
    """Begin a draft; `by` is the officer's id, `typed` what its form begins with."""
    with transaction.atomic():
        draft = Draft.objects.create(
            public_id=uuid.uuid4(),
            agreement=agreement,
            kind=kind,
            version=version,
            classification=classification,
            drafted_by_id=by,
            drafted_at=now,
            changed_at=now,
        )
        sealing.seal_content(draft, Content(typed=typed))
    return draft


def keep_draft(
    draft: Draft,
    *,
    content: Content,
    classification: str,
    revision: int,
    by: int,
    now: datetime,
    new_files: Iterable[tuple[str, dict[str, Any], bytes]] = (),
) -> Draft:
    """Keep what was typed into an open draft that stands at `revision`.

    `new_files` are (the field's name, what is known of the file, its bytes); their
    places in `typed` are filled in. Files that no field names any more are erased.

    Raises:
        NotAsItWas: it was changed or submitted meanwhile, or is another officer's.

    """
    with transaction.atomic():
        mine = Draft.objects.filter(
            pk=draft.pk, state=State.OPEN, revision=revision, drafted_by_id=by
        )
        if not mine.update(
            revision=F("revision") + 1, changed_at=now, classification=classification
        ):
            raise NotAsItWas(Draft.objects.get(pk=draft.pk))
        for field, about, data in new_files:
            kept = sealing.seal_file(draft, data)
            content.typed[field] = [kept]
            content.files[kept] = about
        named = {value for values in content.typed.values() for value in values}
        dropped = [kept for kept in content.files if kept not in named]
        if dropped:
            sealing.erase(draft, *dropped)
        for kept in dropped:
            del content.files[kept]
        sealing.seal_content(draft, content)
    return Draft.objects.get(pk=draft.pk)


def take_over(draft: Draft, *, by: int, now: datetime) -> None:
    """Go on with the open draft of an officer who is away, as their deputy.

    Who began it stays on record, and signs it off as little as who goes on with it.

    Raises:
        NotAsItWas: it was submitted, deleted or taken over meanwhile.

    """
    with transaction.atomic():
        waiting = Draft.objects.filter(
            pk=draft.pk, state=State.OPEN, drafted_by_id=draft.drafted_by_id
        )
        if not waiting.update(drafted_by_id=by, revision=F("revision") + 1, changed_at=now):
            raise NotAsItWas(Draft.objects.filter(pk=draft.pk).first() or draft)
        TakenOver.objects.create(draft_id=draft.pk, officer_id=draft.drafted_by_id, at=now)
        record("draft.taken-over", _particulars(draft, by), now=now)


def require_another(draft: Draft, by: int) -> None:
    """Refuse whoever drafted this, or began it before a deputy took it over.

    Raises:
        OwnDraft: it is theirs.

    """
    if draft.drafted_by_id == by or draft.taken_over.filter(officer_id=by).exists():
        raise OwnDraft


def submit_draft(
    draft: Draft,
    *,
    said: dict[str, Any],
    classification: str,
    revision: int,
    by: int,
    now: datetime,
) -> None:
    """Hand a draft to a second officer; `said` is the notice exactly as it was checked.

    Raises:
        NotAsItWas: it was changed or submitted meanwhile, or is another officer's.

    """
    with transaction.atomic():
        mine = Draft.objects.filter(
            pk=draft.pk, state=State.OPEN, revision=revision, drafted_by_id=by
        )
        if not mine.update(
            state=State.SUBMITTED,
            revision=F("revision") + 1,
            submitted_at=now,
            changed_at=now,
            classification=classification,
            is_sent_back=False,
        ):
            raise NotAsItWas(Draft.objects.get(pk=draft.pk))
        before = sealing.open_content(draft)
        sealing.seal_content(draft, Content(before.typed, said, "", before.files))
        record("draft.submitted", _particulars(draft, by), now=now)


def take_back(draft: Draft, *, by: int, now: datetime) -> None:
    """Take a submitted draft back to change it, before anybody signed it off.

    Raises:
        NotAsItWas: it was signed off or sent back meanwhile, or is another officer's.

    """
    with transaction.atomic():
        mine = Draft.objects.filter(pk=draft.pk, state=State.SUBMITTED, drafted_by_id=by)
        if not mine.update(
            state=State.OPEN, revision=F("revision") + 1, submitted_at=None, changed_at=now
        ):
            raise NotAsItWas(Draft.objects.get(pk=draft.pk))
        record("draft.taken-back", _particulars(draft, by), now=now)


def send_back(draft: Draft, *, reason: str, revision: int, by: int, now: datetime) -> None:
    """Give a submitted draft back to its drafter, with a reason in words.

    Raises:
        OwnDraft: the drafter would send it back.
        NotAsItWas: it was signed off, sent back or taken back meanwhile.

    """
    require_another(draft, by)
    with transaction.atomic():
        waiting = Draft.objects.filter(pk=draft.pk, state=State.SUBMITTED, revision=revision)
        if not waiting.update(
            state=State.OPEN,
            revision=F("revision") + 1,
            submitted_at=None,
            changed_at=now,
            is_sent_back=True,
        ):
            raise NotAsItWas(Draft.objects.get(pk=draft.pk))
        before = sealing.open_content(draft)
        sealing.seal_content(draft, Content(before.typed, None, reason, before.files))
        record("draft.sent-back", _particulars(draft, by), now=now)


def mark_issued(
    draft: Draft, *, revision: int, jti: str, generation: int, seq: int, by: int, now: datetime
) -> None:
    """Close a draft whose notice now stands in our journal; its content is erased here.

    Called in the transaction that issues the notice, so that both happen or neither. The scans of
    letters in which signatories concurred stay.

    Raises:
        OwnDraft: the drafter would sign it off.
        NotConcurred: the profile asks for the concurrence of signatories who have not given it.
        NotAsItWas: another officer was faster.

    """
    require_another(draft, by)
    with transaction.atomic():
        concurrences.require_concurrence(draft, revision=revision, now=now)
        concurred = concurrences.given(draft, revision=revision).values()
        waiting = Draft.objects.filter(pk=draft.pk, state=State.SUBMITTED, revision=revision)
        if not waiting.exclude(drafted_by_id=by).update(
            state=State.ISSUED,
            revision=F("revision") + 1,
            signed_by_id=by,
            signed_at=now,
            changed_at=now,
            jti=jti,
            generation=generation,
            seq=seq,
        ):
            raise NotAsItWas(Draft.objects.get(pk=draft.pk))
        sealing.erase(draft, but=[one.scan for one in concurred if one.scan])


def delete_draft(draft: Draft, *, by: int, now: datetime) -> None:
    """Delete an open draft with its keys.

    Raises:
        NotAsItWas: it is no longer open, or is another officer's.

    """
    with transaction.atomic():
        mine = Draft.objects.select_for_update().filter(
            pk=draft.pk, state=State.OPEN, drafted_by_id=by
        )
        if not mine.exists():
            found = Draft.objects.filter(pk=draft.pk).first()
            raise NotAsItWas(found or draft)
        record("draft.deleted", _particulars(draft, by), now=now)
        sealing.erase(draft)
        Draft.objects.filter(pk=draft.pk).delete()


def mark_read(
    journal: Journal, index: int, *, by: int, is_confidential: bool, now: datetime
) -> bool:
    """Note that an officer opened a notice; say whether it was the first time.

    A reading of what is confidential is noted each time, to go into the node's own record.
    """
    with transaction.atomic():
        _, is_first = ReadMark.objects.get_or_create(
            journal=journal, index=index, officer_id=by, defaults={"first_read_at": now}
        )
        if is_confidential:
            note_confidential_reading(f"{journal.origin}#{index}", by=by, now=now)
    return is_first


def note_confidential_reading(what: str, *, by: int, now: datetime) -> None:
    """Note a reading of something confidential; `what` names it without saying what is in it."""
    with transaction.atomic():
        ConfidentialReading.objects.create(officer_id=by, what=what[:300], read_at=now)


def record_readings(*, now: datetime) -> bool:
    """Put readings of confidential things into the node's own record, once an hour together.

    Says whether anything was recorded.
    """
    oldest = _OLDEST.first()
    if oldest is None or now - oldest.read_at < READINGS_TOGETHER:
        return False
    with transaction.atomic():
        found = list(
            ConfidentialReading.objects.select_for_update().order_by("read_at", "pk")[
                :READINGS_IN_ONE
            ]
        )
        if not found:
            return False
        readings = [
            {"officer": one.officer_id, "what": one.what, "at": int(one.read_at.timestamp())}
            for one in found
        ]
        record("confidential.read", {"readings": readings}, now=now)
        ConfidentialReading.objects.filter(pk__in=[one.pk for one in found]).delete()
    return True


def _particulars(draft: Draft, by: int) -> dict[str, object]:
    return {
        "draft": str(draft.public_id),
        "agreement": draft.agreement,
        "kind": draft.kind,
        "drafted_by": draft.drafted_by_id,
        "by": by,
    }
