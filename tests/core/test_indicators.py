from datetime import date

from kakehashi.core.agreement import Source
from kakehashi.core.indicators import Counts, Figures, Pending, figures, first_of, tallies, total
from kakehashi.core.ledger import Row, Status

ASKED = Row(
    agreement="jp-kh-2019",
    duty="answer-about-sending",
    party="KH",
    notice="01a277a4-0000-7000-8000-000000000001",
    item=None,
    clause="5(7)",
    source=Source.MEMORANDUM,
    kind="inquiry.asked",
    status=Status.OPEN,
    since="2026-03-02",
    due_on=None,
    target_on=None,
    ended_on=None,
    ended_by=None,
)


def row(**changed: object) -> Row:
    return Row(**{name: getattr(ASKED, name) for name in Row.__slots__} | changed)


def counted(*rows: Row, is_asked: bool = True) -> Counts:
    return total(counts for one in rows for _, counts in tallies(one, is_asked=is_asked))


def answered(on: str, **more: object) -> Row:
    return row(status=Status.DISCHARGED, ended_on=on, ended_by="x", accepted_on=on, **more)


def test_accepted_counts_up_to_the_seventh_day() -> None:
    assert counted(row(accepted_on="2026-03-09")).accepted == 1
    assert counted(row(accepted_on="2026-03-10")).accepted == 0


def test_days_to_answer_are_counted_from_receipt() -> None:
    made = counted(answered("2026-03-12"), answered("2026-03-05"))
    assert figures(made, Pending()).days == 65  # tenths: ten days and three


def test_in_time_is_on_the_day_at_the_latest() -> None:
    kept, late = (
        answered("2026-03-12", target_on="2026-03-12"),
        answered("2026-03-13", target_on="2026-03-12"),
    )
    assert (counted(kept).in_time, counted(kept).missed) == (1, 0)
    assert (counted(late).in_time, counted(late).missed) == (0, 1)


def test_the_earlier_of_two_days_counts() -> None:
    both = row(due_on="2026-03-20", target_on="2026-03-12")
    assert both.deadline == "2026-03-12"


def test_what_is_not_due_yet_is_not_judged() -> None:
    made = counted(answered("2026-03-05", target_on="2026-03-12"), row(target_on="2026-03-30"))
    judged = figures(made, Pending(to_accept=1, to_answer=1))
    assert judged == Figures(accepted=100, days=30, in_time=100)


def test_where_nothing_was_asked_there_are_no_figures() -> None:
    assert figures(Counts(), Pending()) == Figures(None, None, None)


def test_what_a_side_owes_by_its_own_notice_is_opened_and_not_asked() -> None:
    made = counted(answered("2026-03-05"), is_asked=False)
    assert (made.opened, made.asked, made.discharged) == (1, 0, 1)


def test_a_withdrawn_request_counts_only_as_ended() -> None:
    gone = counted(row(status=Status.WITHDRAWN, ended_on="2026-03-04", target_on="2026-03-03"))
    assert gone == Counts(otherwise=1)


def test_agreed_and_memorandum_are_counted_apart() -> None:
    bins = {
        key.source
        for one in (row(), row(source=Source.AGREED))
        for key, _ in tallies(one, is_asked=True)
    }
    assert bins == {Source.MEMORANDUM, Source.AGREED}


def test_months_are_counted_back_over_the_year() -> None:
    assert first_of(date(2026, 2, 14)) == date(2026, 2, 1)
    assert first_of(date(2026, 2, 14), 2) == date(2025, 12, 1)
