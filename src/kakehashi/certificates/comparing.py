"""The register of certificates against the acts by which they were issued: what differs, and which.

Whoever changes the table has not changed the own record: its tree, its signatures and what
counterparts hold of its root would show it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kakehashi.certificates import sealing
from kakehashi.certificates.issuing import told
from kakehashi.certificates.models import Certificate, State
from kakehashi.core.certificate import Keys, commitment, read, to_text
from kakehashi.core.certificate.reasons import Refused
from kakehashi.core.notices.certificates import Difference
from kakehashi.journal.at_rest import Damaged

DECIDED: Final = "certificate.decided"
WITHDRAWN: Final = "certificate.decision-withdrawn"
ISSUED: Final = "certificate.issued"
VOIDED: Final = "certificate.voided"
SUSPENDED: Final = "certificate.suspended"
RESUMED: Final = "certificate.resumed"
REVOKED: Final = "certificate.revoked"
ACTS: Final = (DECIDED, WITHDRAWN, ISSUED, VOIDED, SUSPENDED, RESUMED, REVOKED)
_STATES: Final = {SUSPENDED: State.SUSPENDED, RESUMED: State.VALID, REVOKED: State.REVOKED}


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the own record about certificates: its kind and what it says."""

    kind: str
    said: Mapping[str, object]

    @property
    def number(self) -> str:
        """The certificate's number; the case's id for a decision."""
        return str(self.said.get("thing", ""))


@dataclass(slots=True)
class Expected:
    """What the acts amount to: by number what was issued, its state, and why.

    `open` are the approvals by case that no certificate and no withdrawal has used up; `undecided`
    the numbers issued on a case without one.
    """

    issued: dict[str, Mapping[str, object]] = field(default_factory=dict)
    states: dict[str, tuple[str, str]] = field(default_factory=dict)
    open: Counter[str] = field(default_factory=Counter)
    undecided: list[str] = field(default_factory=list)
    approved: int = 0
    withdrawn: int = 0

    def take(self, act: Act) -> None:
        """Take the next act."""
        if act.kind == DECIDED:
            self.approved += 1
            self.open[act.number] += 1
        elif act.kind == WITHDRAWN:
            self.withdrawn += 1
            self.open[act.number] -= 1
        elif act.kind == ISSUED:
            self._issue(act)
        elif act.kind == VOIDED:
            self.states[act.number] = (State.VOID, str(act.said.get("why", "")))
        elif act.kind in _STATES:
            why = "" if act.kind == RESUMED else str(act.said.get("why", ""))
            self.states[act.number] = (_STATES[act.kind], why)

    def _issue(self, act: Act) -> None:
        self.issued[act.number] = act.said
        self.states[act.number] = (State.VALID, "")
        case = str(act.said.get("case", ""))
        if self.open[case] < 1:
            self.undecided.append(act.number)
        else:
            self.open[case] -= 1


def expected(acts: Iterable[Act]) -> Expected:
    """Reckon what the register must hold."""
    made = Expected()
    for act in acts:
        made.take(act)
    return made


def differences(
    agreement: str, wanted: Expected, *, keys: Keys
) -> Iterator[tuple[str, Difference]]:
    """Compare the register with the acts: each number that differs, and how.

    Certificates are opened and their signatures verified: one whose sealed bytes are not what was
    committed to is altered.
    """
    seen = set()
    rows = Certificate.objects.filter(agreement=agreement).order_by("sequence")
    for row in rows.iterator(chunk_size=500):
        seen.add(row.number)
        known = wanted.states.get(row.number)
        if known is None:
            yield row.number, Difference.ADDED
            continue
        if row.number in wanted.issued and not _is_as_issued(row, wanted.issued[row.number], keys):
            yield row.number, Difference.ALTERED
        if (row.state, row.why) != known:
            yield row.number, Difference.STATE
    for number in wanted.states:
        if number not in seen:
            yield number, Difference.DELETED
    for number in wanted.undecided:
        yield number, Difference.UNDECIDED


def _is_as_issued(row: Certificate, said: Mapping[str, object], keys: Keys) -> bool:
    stated = told(row)
    if {name: said.get(name) for name in stated} != stated:
        return False
    try:
        data = sealing.open_certificate(row)
        certificate = read(to_text(data))
    except (Damaged, Refused, ValueError):
        return False
    claims, key = certificate.claims, keys.by_kid.get(certificate.signed.kid)
    return (
        commitment(data) == row.commitment
        and claims.number == row.number
        and (claims.status_list, claims.status_index) == (row.status_list, row.status_index)
        and key is not None
        and certificate.signed.is_signed_by(key.key)
    )
