"""Registers are folded from heeded notices, whatever way they arrive, and derived again alike."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kakehashi.core.envelope import Position
from kakehashi.core.heard import Heard
from kakehashi.core.projection import place
from kakehashi.core.standing import Key, Register, Status, What
from kakehashi.registers import actions, queries, staging
from kakehashi.registers.models import Change, Edition, Entry, Watermark
from tests.registers import make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 1)
AGREEMENT = make.AGREEMENT


def apply(*batch: Heard) -> Edition:
    edition = actions.serving_edition(AGREEMENT)
    actions.apply(batch, edition=edition, through=make.through(*batch))
    return edition


def entry(number: str = "KHM900001", register: Register = Register.SENDING) -> queries.PublicEntry:
    found = queries.entry(AGREEMENT, register, number, publisher="JP", today=TODAY)
    assert found is not None
    return found


def status(number: str, register: Register = Register.SUPPORTING) -> Status:
    return entry(number, register).status


def state() -> list[bytes]:
    return list(queries.state_rows(AGREEMENT))


def test_an_approved_organization_is_entered_with_its_names_and_its_notice() -> None:
    apply(make.approved(1, "KHM900001", "Mekong Bridge Co., Ltd.", "ស្ពានមេគង្គ"))
    found = entry()
    assert found.status is Status.APPROVED
    assert [name["text"] for name in found.names] == ["Mekong Bridge Co., Ltd.", "ស្ពានមេគង្គ"]
    assert (found.jti, found.generation, found.seq) == (make.jti("KH", 1), 1, 1)


def test_a_revoked_organization_stays_findable_with_its_whole_history() -> None:
    apply(make.approved(1), make.suspended(2))
    apply(make.resumed(3), make.revoked(4))
    found = entry()
    assert found.status is Status.REVOKED
    steps = [change.what for change in queries.history(found, publisher="JP")]
    assert steps == [What.APPROVED, What.SUSPENDED, What.RESUMED, What.REVOKED]


def test_what_was_read_already_changes_nothing_more() -> None:
    batch = (make.approved(1), make.suspended(2))
    apply(*batch)
    before = state()
    apply(*batch)
    assert state() == before


def test_a_restricted_measure_is_on_no_public_page() -> None:
    edition = apply(
        make.heard("supporting-organization.measure-ordered", 3, party="JP"), make.measure(4)
    )
    shown = queries.showing(AGREEMENT, "JP")
    assert shown is not None
    assert [row.number for row in shown.entries(Register.MEASURES)] == [make.jti("JP", 4)]
    assert Entry.objects.filter(edition=edition).count() == 2


def test_the_history_says_when_each_side_decided_shared_knew_and_published() -> None:
    apply(
        make.approved(1, decided=date(2026, 1, 5)),
        make.heard(
            "entries.received",
            0,
            party="JP",
            statement={
                "journal": "kakehashi.kh.example/jp-kh-2019/KH/1",
                "held": [{"size": 1, "held_at": 40}, {"size": 2, "held_at": 50}],
                "root": "A" * 43,
            },
        ),
        make.heard(
            "publication.confirmed",
            1,
            party="JP",
            public={"published_at": 60},
            answers=(make.jti("KH", 1),),
        ),
    )
    (change,) = queries.history(entry(), publisher="JP")
    assert change.decided_on == date(2026, 1, 5)
    assert change.shared_at.timestamp() == make.START + 60
    assert change.known_at is not None
    assert change.known_at.timestamp() == 50
    assert change.published_at is not None
    assert (change.published_at.timestamp(), change.published_by) == (60, "JP")


def test_what_a_party_withholds_is_on_its_own_pages_no_more() -> None:
    apply(
        make.measure(1),
        make.heard(
            "publication.withheld",
            1,
            party="KH",
            public={
                "why": "court",
                "legal_basis": [{"law": {"lang": "en", "text": "An invented law"}}],
            },
            answers=(make.jti("JP", 1),),
        ),
    )
    number = make.jti("JP", 1)
    find = queries.entry
    assert find(AGREEMENT, Register.MEASURES, number, publisher="KH", today=TODAY) is None
    assert find(AGREEMENT, Register.MEASURES, number, publisher="JP", today=TODAY)


def test_who_leaves_a_list_is_no_longer_listed_and_who_comes_back_is_listed() -> None:
    apply(make.supporting_list(1, [make.row(1), make.row(2)]))
    apply(make.supporting_list(2, [make.row(1, "みなと"), make.row(3)]))
    assert status("19登-000001") is Status.LISTED
    assert status("19登-000002") is Status.NO_LONGER_LISTED
    assert status("19登-000003") is Status.LISTED
    apply(make.supporting_list(3, [make.row(2)]))
    assert status("19登-000002") is Status.LISTED
    changes = queries.history(entry("19登-000001", Register.SUPPORTING), publisher="JP")
    assert [change.what for change in changes] == [What.LISTED, What.ALTERED, What.NOT_LISTED]
    assert changes[1].altered == ("names",)


def test_a_list_that_says_the_same_adds_no_history() -> None:
    rows = [make.row(1), make.row(2)]
    apply(make.supporting_list(1, rows))
    apply(make.supporting_list(2, rows, as_of=date(2026, 8, 1)))
    assert Change.objects.count() == 2
    (shelf,) = (
        s for s in queries.shelves(AGREEMENT, publisher="JP") if s.register is Register.SUPPORTING
    )
    assert (shelf.count, shelf.as_of) == (2, date(2026, 8, 1))


def test_an_opening_list_says_where_each_sending_organization_stands() -> None:
    rows: list[dict[str, Any]] = [
        {"number": "KHM000005", "organization": make.organization("First"), "status": "approved"},
        {
            "number": "KHM000024",
            "organization": make.organization("Second"),
            "status": "suspended",
            "since_on": date(2023, 11, 27),
        },
    ]
    public = {
        "as_of_on": date(2026, 1, 1),
        "source": {"lang": "en", "text": "An invented register"},
        "count": 2,
        "digest": "0" * 64,
    }
    apply(make.heard("sending-organization.list-shared", 1, public=public, rows=rows))
    assert status("KHM000005", Register.SENDING) is Status.APPROVED
    assert status("KHM000024", Register.SENDING) is Status.SUSPENDED


def test_a_withdrawn_revocation_leaves_the_entry_as_it_was_and_stays_visible() -> None:
    mistaken = make.revoked(3)
    withdrawal = make.heard("notice.withdrawn", 4, public={"why": "twice"}, corrects=mistaken.jti)
    apply(make.approved(1), make.suspended(2), mistaken)
    apply(withdrawal)
    found = entry()
    assert found.status is Status.SUSPENDED
    steps = [change.what for change in queries.history(found, publisher="JP")]
    assert steps == [What.APPROVED, What.SUSPENDED, What.REVOKED, What.WITHDRAWN]


def test_an_entry_of_which_nothing_counts_any_more_stays_as_withdrawn() -> None:
    first = make.approved(1)
    apply(first, make.heard("notice.withdrawn", 2, public={"why": "subject"}, corrects=first.jti))
    assert entry().status is Status.WITHDRAWN


def test_a_corrected_notice_reads_as_it_should_have() -> None:
    first = make.approved(1)
    public = make.approved(1, "KHM900001", "Mekong Bridge (Cambodia) Co., Ltd.").public
    assert public is not None
    correction = make.heard(
        "notice.corrected",
        2,
        public={
            "why": "typing",
            "now": {
                "kind": "sending-organization.approved",
                "version": 1,
                "content": public.model_dump(mode="json", exclude_none=True),
            },
        },
        corrects=first.jti,
    )
    apply(first, correction, make.suspended(3))
    assert entry().name == "Mekong Bridge (Cambodia) Co., Ltd."
    assert entry().status is Status.SUSPENDED


def test_a_withdrawn_list_gives_way_to_the_one_before_it() -> None:
    apply(make.supporting_list(1, [make.row(1), make.row(2)]))
    mistaken = make.supporting_list(2, [make.row(2, "まちがい")])
    apply(mistaken)
    apply(
        make.heard("notice.withdrawn", 3, party="JP", public={"why": "fact"}, corrects=mistaken.jti)
    )
    assert status("19登-000001") is Status.LISTED
    assert entry("19登-000002", Register.SUPPORTING).name == "かけはし支援協会000002"


def test_a_withdrawn_list_that_a_later_one_followed_changes_nothing_that_stands() -> None:
    mistaken = make.supporting_list(2, [make.row(2)])
    apply(
        make.supporting_list(1, [make.row(1), make.row(2)]),
        mistaken,
        make.supporting_list(3, [make.row(2), make.row(3)]),
    )
    apply(
        make.heard("notice.withdrawn", 4, party="JP", public={"why": "fact"}, corrects=mistaken.jti)
    )
    assert status("19登-000001") is Status.NO_LONGER_LISTED
    assert status("19登-000003") is Status.LISTED


def withdrawn(seq: int, mistaken: Heard, *, party: str = "KH") -> Heard:
    return make.heard(
        "notice.withdrawn", seq, party=party, public={"why": "twice"}, corrects=mistaken.jti
    )


def test_a_withdrawal_touches_only_the_entries_of_its_own_notice() -> None:
    first, second = make.revoked(3), make.revoked(4, "KHM900002")
    apply(make.approved(1), make.approved(2, "KHM900002"), first, second)
    apply(withdrawn(5, first), withdrawn(6, second))
    for number in ("KHM900001", "KHM900002"):
        steps = [change.what for change in queries.history(entry(number), publisher="JP")]
        assert steps == [What.APPROVED, What.REVOKED, What.WITHDRAWN]
        assert status(number, Register.SENDING) is Status.APPROVED


def test_a_withdrawal_that_is_itself_withdrawn_counts_no_more() -> None:
    revocation = make.revoked(2)
    withdrawal = withdrawn(3, revocation)
    apply(make.approved(1), revocation, withdrawal)
    assert entry().status is Status.APPROVED
    apply(withdrawn(4, withdrawal))
    assert entry().status is Status.REVOKED


def test_of_two_withdrawn_lists_neither_stands() -> None:
    lists = [make.supporting_list(seq, [make.row(seq)]) for seq in (1, 2, 3)]
    apply(*lists)
    apply(withdrawn(4, lists[1], party="JP"))
    assert status("19登-000003") is Status.LISTED
    apply(withdrawn(5, lists[2], party="JP"))
    assert status("19登-000001") is Status.LISTED
    assert status("19登-000002") is Status.WITHDRAWN
    assert status("19登-000003") is Status.WITHDRAWN


def test_what_another_release_staged_of_a_list_is_cleared_away() -> None:
    edition = apply(make.supporting_list(1, [make.row(1)]))
    following = make.supporting_list(2, [make.row(1), make.row(2)])
    rubbish = Entry.objects.get(edition=edition)
    rubbish.pk, rubbish.number, rubbish.since_place = None, "19登-999999", place(1, 2)
    rubbish.save()
    apply(following)
    assert sorted(Entry.objects.values_list("number", flat=True)) == ["19登-000001", "19登-000002"]


class Killed(Exception):
    """Stands for a process that ends between two transactions."""


@pytest.mark.parametrize("done", range(6))
def test_a_list_stopped_between_two_slices_is_not_seen_and_goes_on(
    done: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "SLICE", 3)
    rows = [make.row(n) for n in range(10)]
    apply(make.supporting_list(1, rows))
    before = state()
    following = make.supporting_list(2, [make.row(n, f"新{n}") for n in range(2, 14)])
    whole = staging.slices

    def some(keys: Sequence[Key], length: int) -> Iterator[list[Key]]:
        yield from islice(whole(keys, length), done)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(staging, "slices", some)
        with pytest.raises(Killed):
            apply(following)
    assert state() == before
    apply(following)
    assert status("19登-000000") is Status.NO_LONGER_LISTED
    assert entry("19登-000013", Register.SUPPORTING).name == "新13"
    assert not Entry.objects.exclude(until_place=2**62).exists()


def journals(*batch: Heard) -> Callable[[Mapping[str, Position]], actions.Batch | None]:
    """Read a few notices at a time from where an edition stands."""

    def read(at: Mapping[str, Position]) -> actions.Batch | None:
        def is_new(heard: Heard) -> bool:
            mark = at.get(heard.party, Position())
            return place(heard.generation, heard.seq) >= place(mark.generation, mark.size)

        some = [heard for heard in batch if is_new(heard)][:3]
        return (some, make.through(*some)) if some else None

    return read


def test_registers_derived_again_are_the_same_registers() -> None:
    batch = (
        make.approved(1),
        make.supporting_list(1, [make.row(1), make.row(2)]),
        make.suspended(2),
        make.measure(2, number="KHM900001"),
        make.supporting_list(3, [make.row(2)]),
        make.heard("notice.withdrawn", 3, public={"why": "twice"}, corrects=make.jti("KH", 2)),
    )
    first = apply(*batch)
    before = state()
    again = actions.rebuild(AGREEMENT, journals(*batch))
    assert again.number == first.number + 1
    assert state() == before
    assert not Edition.objects.filter(pk=first.pk).exists()
    assert set(Entry.objects.values_list("edition_id", flat=True)) == {again.pk}


def test_the_old_edition_serves_until_the_new_one_has_read_as_far() -> None:
    served = apply(make.approved(1), make.suspended(2))
    filling = actions.open_edition(AGREEMENT)
    actions.apply([make.approved(1)], edition=filling, through=make.through(make.approved(1)))
    assert not actions.flip(filling)
    assert entry().status is Status.SUSPENDED
    actions.apply([make.suspended(2)], edition=filling, through=make.through(make.suspended(2)))
    assert actions.flip(filling)
    served.refresh_from_db()
    assert served.state == Edition.State.RETIRED


def test_what_was_set_aside_moves_the_watermark_and_nothing_else() -> None:
    edition = actions.serving_edition(AGREEMENT)
    actions.apply([], edition=edition, through={"JP": Position(2, 7)})
    actions.apply([], edition=edition, through={"JP": Position(1, 9)})
    mark = Watermark.objects.get(edition=edition)
    assert (mark.generation, mark.size) == (2, 7)


TWO_JOURNALS = (
    make.approved(1),
    make.approved(2, "KHM900002", "Angkor Link Co., Ltd."),
    make.suspended(3),
    make.amended(4, "KHM900002", new="KHM900003"),
    make.revoked(5),
    make.heard("notice.withdrawn", 6, public={"why": "twice"}, corrects=make.jti("KH", 5)),
    make.heard(
        "publication.confirmed",
        7,
        public={"published_at": 9},
        answers=(make.jti("JP", 1),),
    ),
    make.measure(1),
    make.supporting_list(2, [make.row(1), make.row(2)]),
    make.supporting_list(3, [make.row(2, "みなと"), make.row(3)]),
    make.heard(
        "publication.confirmed",
        4,
        party="JP",
        public={"published_at": 8},
        answers=(make.jti("KH", 3),),
    ),
    make.heard(
        "entries.received",
        5,
        party="JP",
        statement={
            "journal": "kakehashi.kh.example/jp-kh-2019/KH/1",
            "held": [{"size": 5, "held_at": 50}],
            "root": "A" * 43,
        },
    ),
)


@settings(
    max_examples=settings().max_examples // 4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(order=st.permutations(["KH"] * 7 + ["JP"] * 5), cuts=st.sets(st.integers(1, 11)))
def test_any_interleaving_of_the_two_journals_makes_the_same_state(
    order: list[str], cuts: set[int]
) -> None:
    Edition.objects.filter(agreement=AGREEMENT).delete()
    by_party = {p: iter([h for h in TWO_JOURNALS if h.party == p]) for p in ("KH", "JP")}
    arrived = [next(by_party[party]) for party in order]
    bounds = [0, *sorted(cuts), len(arrived)]
    for start, end in pairwise(bounds):
        apply(*arrived[start:end])
    found = state()
    Edition.objects.filter(agreement=AGREEMENT).delete()
    apply(*TWO_JOURNALS)
    assert found == state()
