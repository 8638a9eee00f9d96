"""What each kind of notice changes in the registers."""

from datetime import date

from kakehashi.core.heard import Heard
from kakehashi.core.notices import KINDS
from kakehashi.core.projection import PROJECTED, SILENT, Published, Received, facts
from kakehashi.core.standing import Key, Register, Standing, Status, Step, fold
from tests.registers import make

ENTRY = Key(Register.SENDING, "KH", "KHM900001")


def standing(*batch: Heard) -> Standing:
    steps = [fact for heard in batch for fact in facts(heard) if isinstance(fact, Step)]
    return fold(steps)[ENTRY]


def test_every_kind_either_changes_a_register_or_is_known_to_change_none() -> None:
    assert KINDS.keys() == PROJECTED | SILENT
    assert not PROJECTED & SILENT


def test_an_approved_organization_may_send_from_its_day_until_its_approval_ends() -> None:
    entry = standing(make.approved(1, effective=date(2026, 2, 1)))
    assert entry.on(date(2026, 1, 31)) is Status.NOT_YET
    assert entry.on(date(2026, 2, 1)) is Status.APPROVED
    assert entry.on(date(2031, 1, 1)) is Status.EXPIRED


def test_a_suspension_with_an_end_ends_by_itself() -> None:
    entry = standing(
        make.approved(1, effective=date(2026, 1, 1)),
        make.suspended(2, effective=date(2026, 3, 1), until=date(2026, 4, 14)),
    )
    assert entry.on(date(2026, 2, 28)) is Status.APPROVED
    assert entry.on(date(2026, 4, 14)) is Status.SUSPENDED
    assert entry.on(date(2026, 4, 15)) is Status.APPROVED


def test_a_suspension_without_an_end_lasts_until_it_is_resumed() -> None:
    steps = (
        make.approved(1, effective=date(2026, 1, 1)),
        make.suspended(2, effective=date(2026, 3, 1)),
    )
    assert standing(*steps).on(date(2029, 1, 1)) is Status.SUSPENDED
    entry = standing(*steps, make.resumed(3, effective=date(2026, 5, 1)))
    assert entry.on(date(2029, 1, 1)) is Status.APPROVED


def test_a_revocation_decided_for_a_later_day_stands_though_a_suspension_came_after_it() -> None:
    entry = standing(
        make.approved(1, effective=date(2026, 1, 1)),
        make.revoked(2, effective=date(2026, 12, 1)),
        make.suspended(3, effective=date(2026, 11, 10)),
    )
    assert entry.on(date(2026, 11, 20)) is Status.SUSPENDED
    assert entry.on(date(2026, 12, 2)) is Status.REVOKED


def test_an_amendment_changes_what_the_entry_reads_and_not_where_it_stands() -> None:
    entry = standing(make.approved(1), make.suspended(2), make.amended(3))
    assert entry.on(date(2026, 6, 1)) is Status.SUSPENDED
    assert "Human Resources" in str(entry.record)


def test_a_new_number_continues_the_entry_and_its_status() -> None:
    batch = (make.approved(1), make.suspended(2), make.amended(3, new="KHM900002"))
    steps = [fact for heard in batch for fact in facts(heard) if isinstance(fact, Step)]
    entries = fold(steps)
    continued = entries[Key(Register.SENDING, "KH", "KHM900002")]
    assert continued.on(date(2026, 6, 1)) is Status.SUSPENDED
    assert continued.record["formerly"] == "KHM900001"
    assert entries[ENTRY].record["continued_as"] == "KHM900002"
    assert entries[ENTRY].on(date(2026, 6, 1)) is Status.RENUMBERED


def test_a_revocation_of_what_was_never_approved_here_is_still_an_entry() -> None:
    entry = standing(make.revoked(1))
    assert entry.on(date(2026, 6, 1)) is Status.REVOKED
    assert "Mekong" in str(entry.record)


def test_a_lifted_measure_needs_an_order_that_began_it() -> None:
    lifted = make.heard(
        "accepting-organization.measure-lifted",
        5,
        party="JP",
        public={
            "organization": {"role": "accepting-organization", "names": make.names("X")},
            "measure": "improvement-order",
            "why": "improved",
        },
        refers=(make.jti("JP", 4), make.jti("JP", 3)),
    )
    steps = [s for h in (make.measure(4), lifted) for s in facts(h) if isinstance(s, Step)]
    entries = fold(steps)
    assert [key.number for key in entries] == [make.jti("JP", 4)]
    (entry,) = entries.values()
    assert entry.on(date(2027, 1, 1)) is Status.LIFTED


def test_of_a_restricted_measure_a_register_knows_only_that_there_is_one() -> None:
    (step,) = facts(make.heard("supporting-organization.measure-ordered", 7, party="JP"))
    assert isinstance(step, Step)
    assert not step.said.is_public
    assert step.content == {}


def test_each_channel_of_a_suspended_field_is_resumed_by_itself() -> None:
    suspension = make.heard(
        "acceptance.suspended",
        1,
        party="JP",
        public={
            "field": "food-service",
            "channels": [
                {"channel": "certificate-of-eligibility", "from_on": date(2026, 4, 13)},
                {"channel": "tests", "from_on": date(2026, 4, 13)},
            ],
        },
    )
    resumption = make.heard(
        "acceptance.resumed",
        2,
        party="JP",
        public={
            "field": "food-service",
            "channels": [{"channel": "tests", "from_on": date(2026, 9, 1)}],
        },
        refers=(suspension.jti,),
    )
    steps = [s for h in (suspension, resumption) for s in facts(h) if isinstance(s, Step)]
    found = {key.number.split(".")[1]: e.on(date(2026, 10, 1)) for key, e in fold(steps).items()}
    assert found == {
        "certificate-of-eligibility": Status.SUSPENDED,
        "tests": Status.RESUMED,
    }


def test_a_receipt_and_a_publication_say_when_the_other_side_knew_and_published() -> None:
    receipt = make.heard(
        "entries.received",
        0,
        party="JP",
        statement={
            "journal": "kakehashi.kh.example/jp-kh-2019/KH/1",
            "held": [{"size": 3, "held_at": 50}, {"size": 9, "held_at": 60}],
            "root": "A" * 43,
        },
    )
    assert [(f.size, f.held_at) for f in facts(receipt) if isinstance(f, Received)] == [
        (3, 50),
        (9, 60),
    ]
    confirmed = make.heard(
        "publication.confirmed",
        1,
        party="JP",
        public={"published_at": 70},
        answers=(make.jti("KH", 1),),
    )
    (published,) = facts(confirmed)
    assert isinstance(published, Published)
    assert (published.target, published.at) == (make.jti("KH", 1), 70)
