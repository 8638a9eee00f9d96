"""What is written about counterparts: who they are, what they hold, and what went wrong."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from kakehashi.core.answer import Answer
from kakehashi.core.keys import PublicKey, Role
from kakehashi.core.note import verify_cosignature
from kakehashi.exchange.introductions import Card
from kakehashi.exchange.models import Alarm, Peer
from kakehashi.journal import actions as journal_actions
from kakehashi.journal.models import Journal

LONGEST_PAUSE = timedelta(seconds=60)
SHORTEST_PAUSE = timedelta(seconds=2)


class AlreadyIntroduced(Exception):
    """The agreement has its counterpart; other keys come by `keys.changed` or a new generation."""


class FalseAnswer(Exception):
    """An answer whose cosignature is not the counterpart's, or not of our journal."""


def introduce(card: Card, *, now: datetime) -> Peer:
    """Pin a counterpart's keys after two people compared its words.

    The same card again changes only the address; AlreadyIntroduced for another one.
    """
    keys = [key.model_dump(mode="json") for key in card.keys]
    with transaction.atomic():
        peer, is_new = Peer.objects.get_or_create(
            agreement=card.agreement,
            defaults={
                "party": card.party,
                "name": card.name,
                "address": card.address,
                "keys": keys,
                "introduced_at": now,
            },
        )
        if not is_new:
            if (peer.party, peer.name, peer.keys) != (card.party, card.name, keys):
                raise AlreadyIntroduced(card.agreement)
            peer.address = card.address
            peer.save(update_fields=["address"])
    return peer


def record_answer(peer: Peer, journal: Journal, answer: Answer, *, now: datetime) -> None:
    """Keep what the counterpart says it holds of our journal; its cosignature is verified first.

    Raises:
        FalseAnswer: the cosignature is not the counterpart's, or of another journal or size.

    """
    if answer.cosigned is not None:
        key = next(
            key for key in map(PublicKey.model_validate, peer.keys) if key.role == Role.MIRROR
        )
        name = f"{peer.name}/{peer.agreement}/{peer.party}/mirror"
        cosigned = verify_cosignature(answer.cosigned, name=name, public_key=key.raw)
        if cosigned is None or cosigned.checkpoint.origin != journal.origin:
            raise FalseAnswer(journal.origin)
        if cosigned.checkpoint.size != answer.size:
            raise FalseAnswer(f"{cosigned.checkpoint.size} is not {answer.size}")
    elif answer.size:
        raise FalseAnswer("holds entries without a cosignature")
    with transaction.atomic():
        if answer.cosigned is not None and answer.size <= journal.size:
            try:
                journal_actions.record_cosignature(journal=journal, note=answer.cosigned, at=now)
            except journal_actions.DoesNotFit as error:
                raise FalseAnswer(str(error)) from error
        Peer.objects.filter(pk=peer.pk).update(
            held_there=answer.size, last_heard_at=now, failures=0, problem="", next_attempt_at=None
        )


def note_heard(peer: Peer, *, now: datetime) -> None:
    """Remember that the counterpart answered, and that nothing stands in the way."""
    with transaction.atomic():
        Peer.objects.filter(pk=peer.pk).update(
            last_heard_at=now, failures=0, problem="", next_attempt_at=None
        )
    clear_alarm(peer.agreement, "unreachable", now=now)


def note_failure(peer: Peer, problem: str, *, now: datetime) -> None:
    """Remember that delivery failed, and when to try again: 2 s, then twice as long, to 60 s."""
    with transaction.atomic():
        failures = min(peer.failures + 1, 30)
        pause = min(SHORTEST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE)
        Peer.objects.filter(pk=peer.pk).update(
            failures=F("failures") + 1, problem=problem[:200], next_attempt_at=now + pause
        )


def raise_alarm(agreement: str, code: str, detail: str, *, now: datetime) -> None:
    """Tell officers and administrators of something, once while it lasts."""
    with transaction.atomic():
        standing = Alarm.objects.filter(agreement=agreement, code=code, cleared_at=None)
        if not standing.update(times=F("times") + 1, detail=detail[:500]):
            Alarm.objects.create(agreement=agreement, code=code, detail=detail[:500], raised_at=now)


def clear_alarm(agreement: str, code: str, *, now: datetime) -> None:
    """Say that what an alarm (all that begin with `code`) told of is over."""
    standing = Alarm.objects.filter(agreement=agreement, code__startswith=code, cleared_at=None)
    if standing.exists():
        standing.update(cleared_at=now)
