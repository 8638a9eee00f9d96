"""A side's certificates reckoned for a page: once, until more of the journals is read."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kakehashi.core.certificate.reconciling import Found
from kakehashi.core.notices.certificates import VoidNumber
from kakehashi.dispatch.announcements import account_of
from kakehashi.exchange import parties
from kakehashi.registers.queries import serving
from kakehashi.registers.watermarks import marks

MOST: Final = 200
"""How many of what does not reconcile, and of the void numbers, are named."""
_Read = tuple[tuple[str, bytes, int], ...]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The sums of an account, and the first of what it found."""

    approved: int
    issued: int
    withdrawn: int
    waiting: int
    voided: int
    found: tuple[Found, ...]
    void_numbers: tuple[VoidNumber, ...]


def reckoned(agreement: str, party: str) -> Reckoned:
    """Reckon a side's certificates; from its notices only where more of them was read."""
    both = parties.sides(agreement)
    authors = parties.authors(both)
    read = tuple((one.origin, bytes(one.root), authors[one.pk].heeded) for one in both.journals)
    edition = serving(agreement)
    registers = (edition.pk, tuple(sorted(marks(edition).items()))) if edition else ()
    return _reckoned(agreement, party, read, registers)


@lru_cache(maxsize=64)
def _reckoned(agreement: str, party: str, read: _Read, registers: object) -> Reckoned:  # noqa: ARG001 - by which it is known again
    account = account_of(agreement, party)
    return Reckoned(
        approved=account.approved,
        issued=account.issued,
        withdrawn=account.withdrawn,
        waiting=account.waiting,
        voided=len(account.voided),
        found=tuple(account.found[:MOST]),
        void_numbers=tuple(list(account.voided.values())[:MOST]),
    )
