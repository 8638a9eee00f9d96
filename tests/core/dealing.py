"""Two sides that write to each other: heeded notices with links that their authors could make."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from kakehashi.core.cases import Move, move_left_aside, move_of
from kakehashi.core.envelope import Position
from kakehashi.core.heard import Heard, LeftAside
from kakehashi.core.ids import uuid7
from kakehashi.core.notices import KIND_FACTS, KINDS, payload_of
from kakehashi.core.notices.kinds import PROTOCOL_KINDS
from kakehashi.core.notices.payload import Links

START = 1_780_000_000
SIDES = ("JP", "KH")


def other(party: str) -> str:
    return "KH" if party == "JP" else "JP"


@dataclass
class Dealings:
    """What both sides wrote, in the order of time; each sees of the other what it was shown."""

    agreement: str = "jp-kh-2019"
    written: list[Heard | LeftAside] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SIDES, 0))
    seen: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SIDES, 0))

    def deliver(self, to: str) -> None:
        """Let a side see all that the other wrote."""
        self.seen[to] = self.sizes[other(to)]

    def write(
        self, party: str, kind: str, *, statement: dict[str, Any] | None = None, **links: Any
    ) -> str:
        """Add a notice and give its id."""
        facts = KIND_FACTS[kind]
        payload = statement and payload_of(KINDS[kind], "statement").model_validate(statement)
        heard = Heard(
            agreement=self.agreement,
            party=party,
            generation=1,
            seq=self._next(party),
            jti=self._id(),
            kind=kind,
            version=1,
            issued_at=self._now(),
            clause="",
            classification=facts.classes[0],
            decided=None,
            effective_on=date(2026, 7, 1) if facts.takes_effect else None,
            entered_later=False,
            links=Links(**links),
            statement=payload or None,
            seen=Position(1, self.seen[party]) if self.seen[party] else Position(),
        )
        self.written.append(heard)
        return heard.jti

    def write_in_vain(self, party: str, kind: str, *, reason: str = "links", **links: Any) -> str:
        """Add a notice that is set aside, and give its id."""
        left = LeftAside(
            agreement=self.agreement,
            party=party,
            generation=1,
            seq=self._next(party),
            jti=self._id(),
            kind=kind,
            version=1,
            issued_at=self._now(),
            clause="",
            classification=KIND_FACTS[kind].classes[0],
            reason=reason,
            links=Links(**links),
        )
        self.written.append(left)
        return left.jti

    def moves(self) -> list[Move]:
        """All of it, as cases read it."""
        return [
            move_left_aside(one)
            if isinstance(one, LeftAside)
            else move_of(one, counterpart=other(one.party))
            for one in self.written
        ]

    def of(self, party: str) -> list[Heard | LeftAside]:
        """One side's journal."""
        return [one for one in self.written if one.party == party]

    def _next(self, party: str) -> int:
        self.sizes[party] += 1
        return self.sizes[party] - 1

    def _now(self) -> int:
        return START + 60 * len(self.written)

    def _id(self) -> str:
        number = len(self.written)
        return uuid7((START + number) * 1000, number.to_bytes(10))


def invented(seed: int, count: int, *, but: str = "") -> Dealings:
    """Dealings of chance: what answers answers something known, `case` may name anything.

    `but` begins the names of kinds that are left out.
    """
    chance, dealings = Random(seed), Dealings()  # noqa: S311 - a test's own chance
    ordinary = set(KINDS) - PROTOCOL_KINDS - {"letter.registered"}
    kinds = sorted(kind for kind in ordinary if not but or not kind.startswith(but))
    for _ in range(count):
        party = chance.choice(SIDES)
        if chance.random() < 0.5:
            dealings.deliver(party)
        kind = chance.choice(kinds)
        links = _links(dealings, party, kind, chance)
        if links is None:
            kind, links = chance.choice(("inquiry.asked", "misconduct.informed")), {}
        if chance.random() < 0.1:
            links["case"] = _any_id(dealings, chance)
        if chance.random() < 0.1:
            reason = chance.choice(("links", "not-permitted"))
            dealings.write_in_vain(party, kind, reason=reason, **links)
        else:
            dealings.write(party, kind, statement=_statement(kind, chance), **links)
    return dealings


def _links(dealings: Dealings, party: str, kind: str, chance: Random) -> dict[str, Any] | None:
    """Choose what a notice names among what its author has; None where there is nothing."""
    facts = KIND_FACTS[kind]
    known = [
        one
        for one in dealings.written
        if isinstance(one, Heard) and (one.party == party or one.seq < dealings.seen[party])
    ]
    links: dict[str, Any] = {}
    for name, rule in (("answers", facts.answers), ("refers", facts.refers)):
        fits = [one.jti for one in known if rule.permits(one.kind)]
        wanted = [one.jti for one in known if one.kind in rule.required] or fits
        if rule.is_required and not wanted:
            return None
        if rule.is_required or (fits and chance.random() < 0.3):
            some = {chance.choice(wanted), *chance.sample(fits, min(len(fits), 1))}
            links[name] = sorted(some)[: chance.choice((1, 1, 2))]
    if facts.corrects:
        mine = [one.jti for one in known if one.party == party]
        if not mine:
            return None
        links["corrects"] = chance.choice(mine)
    return links


def _any_id(dealings: Dealings, chance: Random) -> str:
    known: Sequence[str] = [one.jti for one in dealings.written]
    later = uuid7((START + len(known) + 3) * 1000, (len(known) + 3).to_bytes(10))
    return chance.choice((*known, later, later))


def _statement(kind: str, chance: Random) -> dict[str, Any] | None:
    if kind == "consultation.minutes-agreed":
        owed = [
            {"action": name, "owner": chance.choice(SIDES), "due_on": f"2026-08-0{day}"}
            for day, name in enumerate(("a1", "a2"), 1)
        ]
        return {"held_on": "2026-06-01", "actions": owed[: chance.randrange(3)]}
    if kind == "corrective-action.reported":
        action = chance.choice(("a1", "a2", "a3"))
        return {"action": action, "state": chance.choice(("done", "partly"))}
    if kind == "letter.confirmed":
        return {"outcome": chance.choice(("confirmed", "unknown"))}
    return None
