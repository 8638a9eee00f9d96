"""Both nodes judge alike, in whatever order things arrive, however often a process begins anew."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from kakehashi import dispatch, node
from kakehashi.core.envelope import Envelope, Position, read
from kakehashi.core.keys import Role
from kakehashi.core.notices import KINDS
from kakehashi.core.package import Package
from kakehashi.core.parts import SALT_BYTES
from kakehashi.dispatch.verifying import rebuild, shared_state, verify_agreement
from kakehashi.exchange import hearing, judging, outlook
from kakehashi.exchange.holding import Outcome, receive_package
from kakehashi.exchange.models import Aside
from kakehashi.journal import queries as journals
from tests.core.authors import AGREEMENT, Author, Keys
from tests.exchange import counterpart, reference
from tests.exchange.counterpart import NOW
from tests.two_nodes.outgoing import information

numbers = st.integers(0, 30)
written = st.tuples(
    st.sampled_from(
        (
            *("informs", "informs", "approves", "refers", "withdraws"),
            *("under-another-clause", "later-clock", "earlier-clock", "sees-less", "repeats-an-id"),
            *("repeats-ours", "rubbish", "forged", "announces-little", "announces-all"),
        )
    ),
    numbers,
)
happened = st.tuples(
    st.sampled_from(("we-issue", "arrives", "lost", "again", "judge", "restart")), numbers
)
stories = st.lists(written | happened, min_size=4, max_size=24)


class Cambodia:
    """An author who may do wrong, and how much of our journal has reached it."""

    def __init__(self, author: Author) -> None:
        self.author, self.had, self.delivered = author, 2, 0

    def writes(self, how: str, number: int) -> None:
        """Write one entry of some sort."""
        author = self.author
        self.had = min(counterpart.ours().size, self.had + number % 3)
        said: dict[str, Any] = {"seen": Position(1, self.had)}
        known = [e for e in map(_readable, self._tokens()) if e is not None]
        some = known[number % len(known)]
        match how:
            case "approves":
                counterpart.approve(author, f"KHM{number:08}", **said)
            case "refers" | "withdraws":
                self._links(how, some, said)
            case "rubbish":
                author.append(b"rubbish %d" % number)
            case "forged":
                author.append(author.sign(author.envelope(), keys=Keys("forged")))
            case "announces-little":
                counterpart.announce(author, {"information.shared": [1]})
            case "announces-all":
                counterpart.announce(author, {kind: [1] for kind in KINDS})
            case _:
                counterpart.inform(author, str(number), **(said | self._wrong(how, number, some)))

    def _wrong(self, how: str, number: int, some: Envelope) -> dict[str, Any]:
        at = self.author.envelope().issued_at
        wrong: dict[str, dict[str, Any]] = {
            "under-another-clause": {"clause": "10"},
            "later-clock": {"issued_at": at + 1000 * number},
            "earlier-clock": {"issued_at": at - 1000 * number},
            "sees-less": {"seen": Position(1, number % 3)},
            "repeats-an-id": {"jti": some.jti},
            "repeats-ours": {"jti": read(journals.tokens(counterpart.ours(), 0, 1)[0]).jti},
        }
        return wrong.get(how, {})

    def _links(self, how: str, some: Envelope, said: dict[str, Any]) -> None:
        """Name some notice: one that its author had, or could not have."""
        if how == "refers":
            counterpart.inform(self.author, "refers", refers=some.jti, **said)
        else:
            counterpart.withdraw(self.author, some.jti, **said)

    def _tokens(self) -> tuple[bytes, ...]:
        ours = counterpart.ours()
        return (*self.author.entries, *journals.tokens(ours, 0, ours.size))

    def package(self, number: int, first: int) -> Package | None:
        """Cut a package from an entry on."""
        left = self.author.size - first
        return self.author.package(first, first + 1 + number % left) if left > 0 else None


def _readable(token: bytes) -> Envelope | None:
    try:
        return read(token)
    except ValueError:
        return None


def tell(cambodia: Cambodia, what: str, number: int) -> None:
    """Let one thing of a story happen."""
    held = counterpart.copy().size if cambodia.delivered else 0
    match what:
        case "we-issue":
            try:
                dispatch.issue([information("JP", str(number))], agreement=AGREEMENT, now=NOW)
            except dispatch.IssueRefused as refusal:
                event(f"refused: {refusal.reason}")
        case "arrives" | "again":
            first = max(0, held - number) if what == "again" else held
            if package := cambodia.package(number, first):
                outcome = receive_package(package, now=NOW).outcome
                assert outcome in {Outcome.HELD, Outcome.OUT_OF_STEP}
                cambodia.delivered = 1
        case "judge":
            dispatch.catch_up(AGREEMENT, now=NOW + timedelta(seconds=number))
        case "restart":
            hearing.heard_at.cache_clear()
            outlook.load_view.cache_clear()
            outlook.just_written.clear()
            judging.heed_some(AGREEMENT, hearing.Reader())
        case "lost":
            pass
        case how:
            cambodia.writes(how, number)


def in_memory(author: Author) -> dict[str, list[tuple[int, str]]]:
    """Judge the same two journals by the reference."""
    ours = counterpart.ours()
    storage = node.this().storage_keys
    contents = {
        (part.index, part.number): blob[SALT_BYTES:]
        for part, blob in journals.part_contents(ours, 0, ours.size, storage_keys=storage)
        if blob is not None
    }
    our_key = next(k for k in node.this().keys(AGREEMENT).public if k.role == Role.ENVELOPE)
    their_key = next(k for k in author.pinned() if k.role == Role.ENVELOPE)
    theirs = {slot: part.data for slot, part in author.parts.items()}
    return reference.judged(
        reference.Journal(
            "JP", ours.origin, our_key, journals.tokens(ours, 0, ours.size), contents
        ),
        reference.Journal("KH", author.origin, their_key, tuple(author.entries), theirs),
    )


def by_origin() -> dict[str, list[tuple[int, str]]]:
    """What our node set aside."""
    found: dict[str, list[tuple[int, str]]] = {j.origin: [] for j in journals.journals(AGREEMENT)}
    for aside in Aside.objects.select_related("journal").order_by("journal", "index"):
        found[aside.journal.origin].append((aside.index, aside.reason))
    return found


@pytest.mark.django_db
@given(stories)
@settings(
    max_examples=settings().max_examples // 4,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_verdicts_and_digest_do_not_depend_on_arrival(story: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        cambodia = Cambodia(counterpart.cambodia())
        for what, number in story:
            tell(cambodia, what, number)
        while package := cambodia.package(
            255, counterpart.copy().size if cambodia.delivered else 0
        ):
            assert receive_package(package, now=NOW).outcome == Outcome.HELD
            cambodia.delivered = 1
        dispatch.catch_up(AGREEMENT, now=NOW + timedelta(minutes=1))

        live = by_origin()
        assert live == in_memory(cambodia.author)
        assert [f for f in verify_agreement(AGREEMENT) if f.code != "behind-head"] == []
        before = shared_state(AGREEMENT).digest
        rebuild(AGREEMENT)
        assert (by_origin(), shared_state(AGREEMENT).digest) == (live, before)
        transaction.set_rollback(True)
    for file in (node.home() / "head").iterdir():
        file.unlink()
