"""Scenarios: what a lawyer expects of an agreement, in sentences that the core plays.

`read` takes the TOML beside a profile; `play` says what was expected and not found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from kakehashi.core.agreement import Profile
from kakehashi.core.agreement.lines import NotToml, Path, line_of, read_toml
from kakehashi.core.scenario.expectations import Expectation, read_expectation
from kakehashi.core.scenario.play import Stage, Unplayable
from kakehashi.core.scenario.sentences import Step, UnknownSentence, read_step

__all__ = ["Fault", "Scenario", "ScenariosRefused", "play", "read"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a file of scenarios says wrongly: the line, and what stands there."""

    line: int
    what: str


class ScenariosRefused(ValueError):
    """A file of scenarios was not accepted; `faults` is never empty."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"line {fault.line}: {fault.what}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario: what happened before, what happens, what is expected, under which clauses."""

    line: int
    title: str
    clauses: tuple[str, ...]
    given: tuple[Step, ...]
    when: Step
    then: tuple[tuple[str, Expectation], ...]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


_Some = Annotated[list[str], BeforeValidator(_listed), Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    title: str = Field(min_length=1)
    clause: _Some
    given: list[str] = Field(default_factory=list)
    when: str
    then: _Some


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    scenario: list[_Table] = Field(min_length=1)


def read(text: str) -> tuple[Scenario, ...]:
    """Read scenarios from TOML.

    Raises:
        ScenariosRefused: with each unknown sentence or key, and its line.

    """
    try:
        return _scenarios(text)
    except RecursionError:
        raise ScenariosRefused((Fault(1, "nested too deeply"),)) from None


def _scenarios(text: str) -> tuple[Scenario, ...]:
    try:
        values, lines = read_toml(text)
        file = _File.model_validate(values)
    except ValidationError as error:
        raise ScenariosRefused(
            tuple(
                Fault(line_of(lines, d["loc"]), f"{d['loc'][-1]}: {d['msg']}")
                for d in error.errors()
            )
        ) from None
    except NotToml as error:
        raise ScenariosRefused((Fault(error.line, error.detail),)) from None
    faults: list[Fault] = []
    scenarios = [
        _scenario(table, ("scenario", index), lines, faults)
        for index, table in enumerate(file.scenario)
    ]
    if faults:
        raise ScenariosRefused(tuple(faults))
    return tuple(scenario for scenario in scenarios if scenario is not None)


def play(scenario: Scenario, profile: Profile) -> tuple[str, ...]:
    """Play a scenario from the day of signing; give what was expected and not found.

    A step of `given` that the agreement refuses is a failure of its own.
    """
    stage = Stage(profile, profile.signed_on)
    try:
        for step in scenario.given:
            verdict = stage.take(step)
            if verdict.startswith("refused"):
                return (f"given: {step.text}: {verdict}",)
        outcome = stage.outcome(stage.take(scenario.when))
    except (Unplayable, UnknownSentence) as error:
        return (str(error),)
    found = f" (found: {outcome.verdict})" if outcome.verdict else ""
    return tuple(f"{text}{found}" for text, holds in scenario.then if not holds(outcome))


def _scenario(
    table: _Table, path: Path, lines: Mapping[Path, int], faults: list[Fault]
) -> Scenario | None:
    def step(text: str, *where: str | int) -> Step | None:
        try:
            return read_step(text)
        except UnknownSentence as error:
            faults.append(Fault(line_of(lines, (*path, *where)), f"unknown sentence: {error}"))
            return None

    then = []
    for index, text in enumerate(table.then):
        try:
            then.append((text, read_expectation(text)))
        except UnknownSentence as error:
            line = line_of(lines, (*path, "then", index))
            faults.append(Fault(line, f"unknown sentence: {error}"))
    given = [step(text, "given", index) for index, text in enumerate(table.given)]
    when = step(table.when, "when")
    if when is None:
        return None
    return Scenario(
        line=line_of(lines, path),
        title=table.title,
        clauses=tuple(table.clause),
        given=tuple(one for one in given if one is not None),
        when=when,
        then=tuple(then),
    )
