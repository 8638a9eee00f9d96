"""Issued = approved cases - withdrawn - not yet issued: reckoned from the notices of batches alone.

Whoever holds a side's journal can run it, its auditors and the counterpart's. There is nothing
about a person in it: numbers, commitments, counts.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from kakehashi.core.notices.certificates import (
    CertificateBatch,
    CertificateIssued,
    CertificateRevoked,
    CertificateSuspended,
    Difference,
    IssuedCertificate,
    RevokedCertificates,
    SuspendedCertificates,
    VoidNumber,
)
from kakehashi.core.notices.codes import Code

ISSUED, SUSPENDED, REVOKED = (
    notice.kind for notice in (CertificateIssued, CertificateSuspended, CertificateRevoked)
)
WITHDRAWN = "notice.withdrawn"
BATCH_KINDS = frozenset({ISSUED, SUSPENDED, REVOKED})

Batch = CertificateBatch | SuspendedCertificates | RevokedCertificates


@dataclass(frozen=True, slots=True)
class Told:
    """What one heeded notice says of certificates, with its id and its day.

    `content` is None where the part was erased; `withdraws` is the id of a notice that it takes
    back.
    """

    jti: str
    on: date
    content: Batch | None = None
    withdraws: str | None = None


class State(Code):
    """How a certificate stands by what was announced."""

    VALID = "valid", "Valid"
    SUSPENDED = "suspended", "Suspended"
    REVOKED = "revoked", "Revoked"
    VOID = "void", "Void number"


class Mismatch(Code):
    """What does not reconcile."""

    MISSING = "missing", "The number is missing from the series"
    TWICE = "twice", "The number was announced twice"
    NEVER_ISSUED = "never-issued", "It was ended without ever being announced"
    COUNT = "count", "Approved cases, certificates and those not yet issued do not add up"
    ORGANIZATION = "organization", "The organization was not approved on its day of issue"
    ADDED = "added", "It stands in the register, and nobody issued it"
    DELETED = "deleted", "It was issued, and is gone from the register"
    ALTERED = "altered", "The register says something else than was issued"
    STATE = "state-altered", "The register gives it another state than was decided"
    UNDECIDED = "not-decided", "It was issued on a case that nobody approved"


_OF_REGISTER = {
    Difference.ADDED: Mismatch.ADDED,
    Difference.DELETED: Mismatch.DELETED,
    Difference.ALTERED: Mismatch.ALTERED,
    Difference.STATE: Mismatch.STATE,
    Difference.UNDECIDED: Mismatch.UNDECIDED,
}


@dataclass(frozen=True, slots=True)
class Found:
    """Something that does not reconcile: which number (empty: the count), and the notice."""

    mismatch: Mismatch
    number: str
    jti: str = ""
    detail: str = ""


@dataclass(slots=True)
class Account:
    """What a side's batches amount to.

    `certificates` by number with the notice that announced each, `voided` and the states; the
    counts reconcile where `approved == issued + withdrawn + waiting`.
    """

    certificates: dict[str, tuple[IssuedCertificate, str]] = field(default_factory=dict)
    voided: dict[str, VoidNumber] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    approved: int = 0
    withdrawn: int = 0
    waiting: int = 0
    found: list[Found] = field(default_factory=list)

    @property
    def issued(self) -> int:
        """How many certificates were announced."""
        return len(self.certificates)

    def state(self, number: str) -> State | None:
        """How a certificate stands; None where it was never announced."""
        if number in self.voided:
            return State.VOID
        return self.states.get(number)


def reconcile(
    told: Iterable[Told],
    *,
    is_approved: Callable[[str, date], bool] | None = None,
) -> Account:
    """Reckon a side's batches, in the order of its journal, and say what does not reconcile.

    `is_approved` says whether the organization of that number was approved on a day, by the
    registers; without it this is not asked.
    """
    notices = list(told)
    gone = {one.withdraws for one in notices if one.withdraws}
    account, latest = Account(), ""
    for one in notices:
        if one.jti in gone:
            continue
        if isinstance(one.content, CertificateBatch):
            _take(account, one.content, one.jti)
            latest = one.jti
        elif isinstance(one.content, SuspendedCertificates):
            _end(account, one.content.numbers, State.SUSPENDED, one.jti)
        elif isinstance(one.content, RevokedCertificates):
            _end(account, one.content.numbers, State.REVOKED, one.jti)
    account.found += _gaps(account)
    if account.approved != account.issued + account.withdrawn + account.waiting:
        account.found.append(Found(Mismatch.COUNT, "", latest, _counts(account)))
    if is_approved is not None:
        account.found += [
            Found(Mismatch.ORGANIZATION, number, jti, one.organization)
            for number, (one, jti) in account.certificates.items()
            if not is_approved(one.organization, one.issued_on)
        ]
    return account


def _counts(account: Account) -> str:
    withdrawn = f"{account.withdrawn} withdrawn, " if account.withdrawn else ""
    issued = f"{account.approved} approved, {account.issued} issued"
    return f"{issued}, {withdrawn}{account.waiting} waiting"


def _take(account: Account, batch: CertificateBatch, jti: str) -> None:
    account.approved += batch.approved_cases
    account.withdrawn += batch.withdrawn_cases
    account.waiting = batch.not_yet_issued
    for one in batch.certificates:
        if one.number in account.certificates or one.number in account.voided:
            account.found.append(Found(Mismatch.TWICE, one.number, jti))
            continue
        account.certificates[one.number] = one, jti
        account.states[one.number] = State.VALID
    for void in batch.voided:
        if void.number in account.certificates or void.number in account.voided:
            account.found.append(Found(Mismatch.TWICE, void.number, jti))
        else:
            account.voided[void.number] = void
    account.found += [
        Found(_OF_REGISTER[one.difference], one.number, jti) for one in batch.differing
    ]


def _end(account: Account, numbers: Iterable[str], state: State, jti: str) -> None:
    for number in numbers:
        if number not in account.certificates:
            account.found.append(Found(Mismatch.NEVER_ISSUED, number, jti))
        elif account.states[number] is not State.REVOKED:
            account.states[number] = state


def _gaps(account: Account) -> Iterator[Found]:
    """Name the numbers that are missing between 1 and the last of each series."""
    seen: dict[str, set[int]] = {}
    for number in (*account.certificates, *account.voided):
        series, _, digits = number.rpartition("-")
        if digits.isdecimal():
            seen.setdefault(series, set()).add(int(digits))
    for series, numbers in seen.items():
        for missing in sorted(set(range(1, max(numbers) + 1)) - numbers):
            yield Found(Mismatch.MISSING, number_of(series, missing))


def number_of(series: str, sequence: int) -> str:
    """Write the number of a place in a series: `KH-0000123`."""
    return f"{series}-{sequence:07}"
