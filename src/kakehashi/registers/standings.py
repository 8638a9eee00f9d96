"""Standings of many entries at once, with the days on which their phases were decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from kakehashi.core.acceptance import Closure
from kakehashi.core.notices.acceptance import Channel
from kakehashi.core.notices.text import Text
from kakehashi.core.standing import Phase, Register, Standing, Status, day_in
from kakehashi.database.snapshot import reading
from kakehashi.registers.models import Change, Entry
from kakehashi.registers.queries import serving, visible
from kakehashi.registers.writing import standing_of


@dataclass(frozen=True, slots=True)
class Dated:
    """A standing, and the day on which each of its phases was decided (at the latest)."""

    standing: Standing
    decided: tuple[tuple[Phase, date], ...]


def dated(agreement: str, register: Register, numbers: Iterable[str]) -> dict[str, Dated]:
    """Give the entries of these numbers: two queries, however many there are."""
    with reading():
        edition = serving(agreement)
        if edition is None:
            return {}
        wanted = sorted(set(numbers))
        rows = Entry.objects.filter(visible(edition), register=register, number__in=wanted)
        standings = {row.number: standing_of(row) for row in rows}
        changes = Change.objects.filter(
            edition=edition, register=register, number__in=list(standings)
        ).values_list("number", "place", "decided_on", "issued_at")
        days: dict[tuple[str, int], date] = {
            (number, place): decided_on or datetime.fromtimestamp(issued_at, UTC).date()
            for number, place, decided_on, issued_at in changes
        }
    return {
        number: Dated(
            one,
            tuple((p, days.get((number, p.place), p.from_on)) for p in one.phases),
        )
        for number, one in standings.items()
    }


def closures(agreement: str) -> tuple[Closure, ...]:
    """Give every channel that was ever closed under an agreement, with the day it opened again."""
    with reading():
        edition = serving(agreement)
        if edition is None:
            return ()
        rows = Entry.objects.filter(visible(edition), register=Register.SUSPENSIONS)
        standings = [standing_of(row) for row in rows]
    return tuple(made for one in standings if (made := _closure(one)) is not None)


def _closure(one: Standing) -> Closure | None:
    """Read one entry: a notice and a channel; None where the notice was withdrawn."""
    begun = {phase.status: phase for phase in one.phases}
    closed, opened = begun.get(Status.SUSPENDED), begun.get(Status.RESUMED)
    if closed is None or Status.WITHDRAWN in begun:
        return None
    part = one.record.get("part")
    return Closure(
        notice=one.key.number.rpartition(".")[0],
        party=one.key.party,
        field=str(one.record.get("field", "")),
        part=Text.model_validate(part) if part else None,
        channel=Channel(str(one.record["channel"])),
        from_on=closed.from_on,
        expected_until_on=day_in(one.record.get("expected_until_on")),
        open_on=opened.from_on if opened else None,
        resumed_by=None,
    )
