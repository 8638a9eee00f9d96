"""Both nodes derive one ledger, whatever reached them when, and however often they began anew."""

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kakehashi.core.duties import fold
from kakehashi.core.heard import Heard
from kakehashi.desk.duties import derive
from kakehashi.desk.duties.queries import ledger_rows
from kakehashi.desk.models import DeskEdition
from tests.core.telling import KH, STEPS, Step, told

pytestmark = pytest.mark.django_db

EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["JP", "KH"]),
        st.sampled_from(["JP", "KH"]),
        st.sampled_from(["arrives", "arrives", "arrives", "killed", "rebuilt"]),
        st.integers(1, 7),
    ),
    max_size=20,
)


class Killed(Exception):
    pass


@dataclass
class Standing:
    """One node: its edition, and how much of each journal has reached it."""

    number: int
    journals: dict[str, list[Heard]]
    reached: dict[str, int] = field(default_factory=lambda: {"JP": 0, "KH": 0})

    def __post_init__(self) -> None:
        self.edition = self._open()

    def _open(self) -> DeskEdition:
        self.number += 10
        return DeskEdition.objects.create(agreement=KH.name, number=self.number, version=1)

    def happen(self, author: str, what: str, count: int) -> None:
        """Let some of an author's journal arrive; a process killed on the way leaves nothing."""
        end = min(len(self.journals[author]), self.reached[author] + count)
        match what:
            case "rebuilt":
                self.edition = self._open()
                for one in ("KH", "JP"):
                    self._take(one, 0, self.reached[one])
            case "killed":
                with pytest.raises(Killed), transaction.atomic():
                    self._killed(author, self.reached[author], end)
            case _:
                self._take(author, self.reached[author], end)
                self.reached[author] = end

    def _killed(self, author: str, first: int, end: int) -> None:
        self._take(author, first, end)
        raise Killed

    def _take(self, author: str, first: int, end: int) -> None:
        derive.take(self.edition, self.journals[author][first:end])


@settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS, EVENTS)
def test_the_ledgers_of_both_nodes_are_equal_whatever_reached_them_when(
    steps: list[Step], events: list[tuple[str, str, str, int]]
) -> None:
    heard = told(steps).heard
    journals = {party: [one for one in heard if one.party == party] for party in ("JP", "KH")}
    with transaction.atomic():
        nodes = {"JP": Standing(0, journals), "KH": Standing(5, journals)}
        for node, author, what, count in events:
            nodes[node].happen(author, what, count)
        for one in nodes.values():
            for author in ("JP", "KH"):
                one.happen(author, "arrives", len(journals[author]))
        both = [sorted(ledger_rows(one.edition)) for one in nodes.values()]
        assert both[0] == both[1] == sorted(fold(KH, heard).rows())
        transaction.set_rollback(True)
