"""Whether an application is complete: every step answered, every paper there, all declared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kakehashi.core.approving.asks import (
    DECLARATION,
    DECLARED,
    PAPERS,
    STEPS,
    Answers,
    Mistake,
    Row,
    Wrong,
    mistakes_in,
)
from kakehashi.core.approving.standards import StandardSet


class How(StrEnum):
    """How far a step is."""

    EMPTY = "empty"
    PARTLY = "partly"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Checked:
    """What is missing or wrong, in the order of the steps."""

    mistakes: tuple[Mistake, ...]

    @property
    def is_complete(self) -> bool:
        """Whether it may be submitted."""
        return not self.mistakes

    def of(self, step: str) -> tuple[Mistake, ...]:
        """What is wrong in one step."""
        return tuple(one for one in self.mistakes if one.step == step)


def check(answers: Answers, papers: Iterable[str], standards: StandardSet) -> Checked:
    """Check a whole application; `papers` are the sorts of the files that are there."""
    found = [one for step in STEPS for one in mistakes_in(step, answers.get(step.name, ()))]
    found += _papers(set(papers), standards)
    found += _declaration(answers, standards)
    return Checked(tuple(found))


def _papers(there: set[str], standards: StandardSet) -> Iterator[Mistake]:
    for paper in standards.papers:
        if paper.value not in there:
            yield Mistake(PAPERS, 0, paper.value, Wrong.MISSING)


def _declaration(answers: Answers, standards: StandardSet) -> Iterator[Mistake]:
    rows = answers.get(DECLARATION, ())
    said: Row = rows[0] if rows else {}
    for code in standards.undertakings:
        if said.get(undertaking(code)) != "yes":
            yield Mistake(DECLARATION, 0, undertaking(code), Wrong.MISSING)
    yield from mistakes_in(DECLARED, [said])


def undertaking(code: str) -> str:
    """Name the answer that declares a standard's undertaking."""
    return f"undertake-{code}"


def progress(answers: Answers, papers: Iterable[str], standards: StandardSet) -> Mapping[str, How]:
    """Say of each step how far it is."""
    checked, there = check(answers, papers, standards), set(papers)
    names = [*(step.name for step in STEPS), PAPERS, DECLARATION]
    return {name: _how(checked, name, _is_begun(answers, there, name)) for name in names}


def _is_begun(answers: Answers, there: set[str], name: str) -> bool:
    if name == PAPERS:
        return bool(there)
    return any(value.strip() for row in answers.get(name, ()) for value in row.values())


def _how(checked: Checked, name: str, is_begun: bool) -> How:  # noqa: FBT001 - one fact of two
    if not checked.of(name):
        return How.DONE
    return How.PARTLY if is_begun else How.EMPTY
