"""Status lists: ours, signed anew while they count, and the newest of others that we keep."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import transaction

from kakehashi.certificates import keys
from kakehashi.certificates.models import (
    Certificate,
    Decoy,
    KeptList,
    ListFetch,
    State,
    StatusList,
)
from kakehashi.core.certificate import Keys, Lists, Refused, Status, read_list, seal_list
from kakehashi.core.certificate import StatusList as Read
from kakehashi.database.prepared import TEXT, Prepared

SIGNED_EVERY: Final = timedelta(hours=6)
"""Well inside the 24 hours for which verifiers take a list as fresh."""

FETCHED_EVERY: Final = timedelta(minutes=15)
"""A list is some kilobytes; what ends a certificate reaches verifiers within this time."""
TRIED_AGAIN: Final = timedelta(minutes=1)
"""How long after a fetch that failed the next one is due."""

_LISTS: Final = Prepared(lambda: StatusList.objects.filter(agreement=TEXT[0]).order_by("number"))


class NotNewer(Exception):
    """The list is not newer than the one that is kept."""


class KeptAlready(NotNewer):
    """It is the very list that is kept."""


def sign_lists(agreement: str, *, now: datetime) -> int:
    """Sign those of our lists that are due; gives how many. NoKey where no key signs today.

    A list is due after six hours, and at once where what it says changed.
    """
    signed = 0
    for row in _LISTS(agreement):
        if row.signed_at is None or now - row.signed_at >= SIGNED_EVERY:
            signed += _sign(row, now)
    return signed


def touch_list(certificate: Certificate, *, now: datetime) -> None:
    """Sign the list of a certificate whose state changed."""
    for row in StatusList.objects.filter(agreement=certificate.agreement):
        if row.number == certificate.status_list:
            _sign(row, now)


def _sign(row: StatusList, now: datetime) -> int:
    signer = keys.signer(row.agreement, keys.today(row.agreement, now))
    with transaction.atomic():
        token = seal_list(
            keys.issuer(row.agreement),
            row.number,
            _marked(row, now),
            issued_at=int(now.timestamp()),
            key=signer.key.key,
            sign=signer.sign,
        )
        read_list(token, keys=keys.our_keys(row.agreement))
        return StatusList.objects.filter(pk=row.pk).update(token=token, signed_at=now)


def _marked(row: StatusList, now: datetime) -> dict[int, Status]:
    """Give the places that are not valid: certificates that ended, and decoys that show."""
    today = keys.today(row.agreement, now)
    decoys = Decoy.objects.filter(list=row, shows_on__lte=today).values_list("index", "status")
    ended = Certificate.objects.filter(
        agreement=row.agreement,
        status_list=row.number,
        state__in=(State.SUSPENDED, State.REVOKED),
    ).values_list("status_index", "state")
    marked = {index: Status(status) for index, status in decoys}
    return marked | {index: Status(state) for index, state in ended if index is not None}


def our_list(agreement: str, number: int) -> bytes | None:
    """Give the token of one of our lists; None where there is none or it was never signed."""
    row = StatusList.objects.filter(agreement=agreement, number=number).first()
    return bytes(row.token) if row is not None and row.token is not None else None


def keep_list(token: bytes, *, trusted: Keys, now: datetime) -> Read:
    """Keep a status list of another issuer for our verifiers.

    Raises:
        Refused: it is not signed by a trusted key, or is no status list.
        NotNewer: the one that is kept is as new or newer; KeptAlready, it is this one.

    """
    found = read_list(token, keys=trusted)
    at = datetime.fromtimestamp(found.issued_at, UTC)
    with transaction.atomic():
        kept = KeptList.objects.filter(issuer=found.issuer, number=found.number).first()
        if kept is not None and kept.signed_at >= at:
            is_this = bytes(kept.token) == token
            raise (KeptAlready if is_this else NotNewer)(f"{found.issuer} list {found.number}")
        KeptList.objects.update_or_create(
            issuer=found.issuer,
            number=found.number,
            defaults={"token": token, "signed_at": at, "taken_at": now},
        )
    return found


def kept_lists(issuer: str) -> list[bytes]:
    """Give the tokens that are kept of an issuer's lists, by number."""
    rows = KeptList.objects.filter(issuer=issuer).order_by("number")
    return [bytes(row.token) for row in rows]


def lists_at_hand(agreement: str, issuer: str, *, trusted: Keys) -> Lists:
    """Give the verified lists of an issuer: our own if that is us, else those that are kept."""
    if issuer == keys.issuer(agreement):
        rows = StatusList.objects.filter(agreement=agreement, token__isnull=False)
        tokens = [bytes(row.token) for row in rows if row.token is not None]
    else:
        tokens = kept_lists(issuer)
    return Lists.of(readable(tokens, trusted=trusted))


def readable(tokens: Iterable[bytes], *, trusted: Keys) -> Iterator[Read]:
    """Read the lists whose keys are still trusted; what another key signed tells nothing."""
    for token in tokens:
        try:
            yield read_list(token, keys=trusted)
        except Refused:
            continue


def is_fetch_due(agreement: str, *, now: datetime) -> bool:
    """Say whether the other side's lists are to be asked for again."""
    last = ListFetch.objects.filter(agreement=agreement).first()
    if last is None:
        return True
    return now - last.tried_at >= (TRIED_AGAIN if last.problem else FETCHED_EVERY)


def note_fetch(agreement: str, problem: str, *, now: datetime) -> None:
    """Remember an attempt at fetching; `problem` is empty where it went well."""
    said: dict[str, object] = {"tried_at": now, "problem": problem[:200]}
    with transaction.atomic():
        ListFetch.objects.update_or_create(
            agreement=agreement, defaults=said if problem else said | {"fetched_at": now}
        )


def newest_kept(issuers: Iterable[str]) -> dict[str, datetime]:
    """Say when the newest of the lists that are kept was signed, by issuer: one query."""
    rows = KeptList.objects.filter(issuer__in=issuers).order_by("signed_at")
    return dict(rows.values_list("issuer", "signed_at"))
