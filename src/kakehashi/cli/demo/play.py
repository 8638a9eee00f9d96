"""A play: what the officers of each side decide, day by day, and how it crosses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from kakehashi.cli.demo.stage import Stage
from kakehashi.core.notices import KIND_FACTS
from kakehashi.core.notices.examples import example

STEP = "kakehashi.cli.demo.acting:issue"
OFFICERS = {
    "JP": ("tanaka", "suzuki"),
    "KH": ("sokha", "bopha"),
    "TJ": ("rustam", "zarina"),
}
"""Who drafts and who signs off, on each side; all invented."""


@dataclass(slots=True)
class Play:
    """Acts on a stage whose clock the play itself sets; `at` never goes back."""

    stage: Stage
    at: datetime

    def on(self, day: date) -> None:
        """Go on to nine o'clock UTC of a day, or a quarter of an hour on if that is past."""
        morning = datetime.combine(day, time(9), UTC)
        self.at = max(morning, self.at + timedelta(minutes=15))

    def say(
        self,
        party: str,
        agreement: str,
        kind: str,
        content: Mapping[str, object] | None = None,
        *,
        answers: Sequence[str] = (),
        refers: Sequence[str] = (),
        effective_on: date | None = None,
    ) -> str:
        """Have a side issue a notice today (the kind's example unless `content` is given)."""
        links = {"answers": list(answers), "refers": list(refers)}
        day = self.at.date()
        takes = KIND_FACTS[kind].takes_effect
        said = self.stage.actor(party).act(
            STEP,
            now=self.at.timestamp(),
            agreement=agreement,
            kind=kind,
            content={**(content or as_example(kind)), "links": links},
            decided={"on": day.isoformat()},
            officers=list(OFFICERS[party]),
            effective_on=(effective_on or day).isoformat() if takes or effective_on else None,
        )
        self.at += timedelta(minutes=2)
        return str(said)

    def cross(self, agreement: str) -> None:
        """Let both nodes of an agreement exchange what there is, receipts included."""
        one, other = (r.party for r in self.stage.roles if agreement in r.agreements)
        for sender, receiver in ((one, other), (other, one), (one, other)):
            data = self.stage.actor(sender).act("bundle", agreement=agreement)
            self.at += timedelta(seconds=20)
            now = self.at.timestamp()
            self.stage.actor(receiver).act("take", agreement=agreement, data=data, now=now)


def as_example(kind: str) -> dict[str, object]:
    """Give the content of a kind's example, without files, as JSON."""
    said = example(kind).model_dump(mode="json", exclude_none=True, exclude={"links"})
    shorn = _without_files(said)
    if not isinstance(shorn, dict):
        raise TypeError(kind)
    return shorn


def _without_files(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_files(inner) for name, inner in value.items() if not _is_file(inner)}
    if isinstance(value, list):
        return [_without_files(inner) for inner in value if not _is_file(inner)]
    return value


def _is_file(value: object) -> bool:
    return isinstance(value, dict) and {"file_name", "digest"} <= set(value)
