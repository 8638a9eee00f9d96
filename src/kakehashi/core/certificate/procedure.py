"""The steps that come before a certificate, as a ministry writes them down in TOML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kakehashi.core.strict import Unexpected, items, mapping, members, text

EVIDENCE: Final = ("required", "optional", "none")
MOST_STEPS: Final = 40


class BadProcedure(ValueError):
    """A file of steps that cannot be used; the message says where, and what is expected."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its names and what it asks by language, and whether a file must be shown.

    `routes` are the routes that it belongs to; none means all.
    """

    id: str
    names: Mapping[str, str]
    asks: Mapping[str, str]
    evidence: str = "optional"
    routes: frozenset[str] = frozenset()

    def belongs_to(self, route: str) -> bool:
        """Say whether a case of this route takes the step."""
        return not self.routes or route in self.routes


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps in their order; `validity_months` is for how long a certificate is proposed."""

    steps: tuple[Step, ...]
    validity_months: int = 6

    def of(self, route: str) -> tuple[Step, ...]:
        """The steps of a route."""
        return tuple(step for step in self.steps if step.belongs_to(route))

    def missing(self, route: str, done: Iterable[str]) -> tuple[Step, ...]:
        """The steps of a route that are still to be done."""
        known = frozenset(done)
        return tuple(step for step in self.of(route) if step.id not in known)


def read_procedure(said: Mapping[str, object], *, routes: Iterable[str]) -> Procedure:
    """Read a procedure; BadProcedure for an unknown key, a step named twice, an unknown route."""
    known = frozenset(routes)
    try:
        top = members(dict(said), {"steps"}, {"validity_months"})
        steps = tuple(_step(one, known) for one in items(top["steps"], MOST_STEPS))
    except Unexpected as error:
        raise BadProcedure(str(error)) from error
    if not steps or len({step.id for step in steps}) != len(steps):
        raise BadProcedure("each step once, and at least one")
    months = top.get("validity_months", 6)
    if not isinstance(months, int) or not 1 <= months <= 60:
        raise BadProcedure("validity_months: 1 to 60")
    return Procedure(steps, months)


def _step(said: object, routes: frozenset[str]) -> Step:
    one = members(said, {"id", "names", "asks"}, {"evidence", "routes"})
    named = frozenset(text(route) for route in items(one.get("routes", []), 10))
    if unknown := named - routes:
        raise BadProcedure(f"{one['id']}: no route {min(unknown)}")
    evidence = text(one.get("evidence", "optional"))
    if evidence not in EVIDENCE:
        raise BadProcedure(f"{one['id']}: evidence is {' | '.join(EVIDENCE)}")
    return Step(text(one["id"], 40), _words(one["names"]), _words(one["asks"]), evidence, named)


def _words(said: object) -> dict[str, str]:
    words = {language: text(one, 2_000) for language, one in mapping(said).items()}
    if "en" not in words:
        raise BadProcedure("names and asks are given in English at least")
    return words
