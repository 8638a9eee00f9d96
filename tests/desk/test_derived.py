"""Cases are derived alike, whatever journal is read first, in whatever batches, live or anew."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kakehashi.core.envelope import Position
from kakehashi.core.heard import Heard, LeftAside
from kakehashi.desk import derived
from kakehashi.desk.cases import queries
from kakehashi.desk.models import Case, Dealing, DeskEdition, DeskWatermark
from kakehashi.desk.state_rows import state_rows
from tests.core.dealing import Dealings, invented

pytestmark = pytest.mark.django_db

AGREEMENT = "jp-kh-2019"
READ_FROM_PARTS = "disclosure."
"""Of these the register of disclosures opens parts, which invented notices do not have."""
Notices = Sequence[Heard | LeftAside]


def fold(edition: DeskEdition, some: Notices) -> None:
    ends = {one.party: one.seq + 1 for one in some}
    derived.apply(
        [one for one in some if isinstance(one, Heard)],
        edition=edition,
        through={party: Position(1, end) for party, end in ends.items()},
        aside=[one for one in some if isinstance(one, LeftAside)],
    )


def interleaved(dealings: Dealings, chance: Random) -> Iterator[Notices]:
    """Both journals, each in its order, in slices of chance that come as chance will have it."""
    left = [dealings.of("JP"), dealings.of("KH")]
    while any(left):
        line = chance.choice([line for line in left if line])
        count = chance.randrange(1, 8)
        yield line[:count]
        del line[:count]


def rows(edition: DeskEdition) -> list[bytes]:
    return sorted(state_rows(edition))


def derive(dealings: Dealings, chance: Random | None = None) -> DeskEdition:
    edition = derived.open_edition(AGREEMENT)
    for some in interleaved(dealings, chance) if chance else [dealings.written]:
        fold(edition, some)
    return edition


@settings(
    max_examples=settings().max_examples // 4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(0, 10**6))
def test_no_order_of_arrival_changes_what_is_derived(seed: int, count: int, order: int) -> None:
    dealings = invented(seed, count, but=READ_FROM_PARTS)
    first = rows(derive(dealings))
    assert rows(derive(dealings, Random(order))) == first  # noqa: S311 - a test's own chance
    backwards = derived.open_edition(AGREEMENT)
    for party in ("KH", "JP"):
        fold(backwards, dealings.of(party))
    assert rows(backwards) == first
    derived.drop_edition(backwards)


def test_a_notice_waits_for_the_one_that_it_answers() -> None:
    dealings = Dealings()
    asked = dealings.write("JP", "inquiry.asked")
    dealings.deliver("KH")
    answered = dealings.write("KH", "inquiry.answered", answers=[asked])
    edition = derived.serving_edition(AGREEMENT)
    fold(edition, dealings.of("KH"))
    assert Dealing.objects.get(edition=edition, jti=answered).matter == ""
    assert queries.case(AGREEMENT, asked) is None
    fold(edition, dealings.of("JP"))
    found = queries.case(AGREEMENT, asked)
    assert found is not None
    assert (found.state, found.step, found.count) == (Case.State.CLOSED, "closed", 2)
    assert [one.jti for one in queries.thread(found).dealings] == [asked, answered]
    assert [one.jti for one in queries.answers_to(AGREEMENT, asked)] == [answered]


def test_a_case_is_dated_by_the_earliest_of_its_open_duties() -> None:
    dealings = Dealings()
    minuted = dealings.write("JP", "consultation.minuted")
    dealings.deliver("KH")
    owed = [
        {"action": name, "owner": "KH", "due_on": day}
        for name, day in (("a1", "2026-08-01"), ("a2", "2026-09-01"))
    ]
    stated = {"held_on": "2026-06-01", "actions": owed}
    links = {"answers": [minuted]}
    agreed = dealings.write("KH", "consultation.minutes-agreed", statement=stated, **links)
    edition = derived.serving_edition(AGREEMENT)
    for action, due in (("", date(2026, 8, 1)), ("a1", date(2026, 9, 1)), ("a2", None)):
        if action:
            stated = {"action": action, "state": "done"}
            links = {"answers": [agreed]}
            dealings.write("KH", "corrective-action.reported", statement=stated, **links)
        fold(edition, dealings.written)
        found = queries.case(AGREEMENT, minuted)
        assert found is not None
        assert found.due_on == due


def test_what_was_read_already_changes_nothing_more() -> None:
    dealings = invented(7, 30, but=READ_FROM_PARTS)
    edition = derived.serving_edition(AGREEMENT)
    fold(edition, dealings.written)
    before = rows(edition)
    fold(edition, dealings.written)
    assert rows(edition) == before


def test_a_rebuilt_edition_serves_in_place_of_the_old_one_with_the_same_rows() -> None:
    dealings = invented(11, 50, but=READ_FROM_PARTS)
    edition = derived.serving_edition(AGREEMENT)
    fold(edition, dealings.written)
    before = rows(edition)
    rebuilt = derived.rebuild(AGREEMENT, reader(dealings))
    assert derived.serving(AGREEMENT) == rebuilt
    assert rows(rebuilt) == before
    assert not Dealing.objects.exclude(edition=rebuilt).exists()
    assert not DeskWatermark.objects.exclude(edition=rebuilt).exists()


def reader(dealings: Dealings) -> derived.Read:
    def read(at: Mapping[str, Position]) -> derived.Batch | None:
        for party in ("JP", "KH"):
            first = at.get(party, Position(1, 0)).size
            if some := dealings.of(party)[first : first + 7]:
                return (
                    [one for one in some if isinstance(one, Heard)],
                    [one for one in some if isinstance(one, LeftAside)],
                    {party: Position(1, first + len(some))},
                )
        return None

    return read


def test_a_thread_shows_a_notice_of_two_cases_in_both() -> None:
    dealings = Dealings()
    both = [dealings.write("JP", "misconduct.informed") for _ in range(2)]
    dealings.deliver("KH")
    reported = dealings.write("KH", "investigation.reported", answers=both)
    fold(derived.serving_edition(AGREEMENT), dealings.written)
    for matter in both:
        found = queries.case(AGREEMENT, matter)
        assert found is not None
        assert [one.jti for one in queries.thread(found).dealings] == [matter, reported]


def test_a_case_that_refers_to_another_is_linked_with_it() -> None:
    dealings = Dealings()
    suspended = dealings.write("JP", "acceptance.suspended")
    requested = dealings.write("JP", "return.requested", refers=[suspended])
    fold(derived.serving_edition(AGREEMENT), dealings.written)
    for matter, linked in ((suspended, requested), (requested, suspended)):
        found = queries.case(AGREEMENT, matter)
        assert found is not None
        assert [one.matter for one in queries.linked_cases(found, [matter])] == [linked]


def test_pages_of_cases_hold_each_case_once() -> None:
    dealings = Dealings()
    for _ in range(2 * queries.PAGE + 5):
        dealings.write("JP", "inquiry.asked")
    fold(derived.serving_edition(AGREEMENT), dealings.written)
    shown: list[str] = []
    after: queries.After | None = None
    while page := queries.cases([AGREEMENT], after=after):
        shown += [case.matter for case in page[: queries.PAGE]]
        last = page[: queries.PAGE][-1]
        after = (last.last_at, last.matter)
    assert len(shown) == len(set(shown)) == len(dealings.written)
