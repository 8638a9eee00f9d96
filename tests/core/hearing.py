"""Profiles as they are shipped, and heeded notices made plainly."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from kakehashi.core.agreement import Profile, load
from kakehashi.core.heard import Heard
from kakehashi.core.ids import uuid7
from kakehashi.core.notices import KIND_FACTS
from kakehashi.core.notices.payload import Links, Payload
from kakehashi.core.notices.protocol import EntriesHeld

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "src" / "kakehashi" / "agreements"
INVENTED = ROOT / "tests" / "agreements"
FOLDERS = {
    path.parent.name: path.parent for f in (SHIPPED, INVENTED) for path in f.glob("*/*.toml")
}


@cache
def profile_text(name: str) -> str:
    return (FOLDERS[name] / "profile.toml").read_text(encoding="utf-8")


@cache
def profile(name: str) -> Profile:
    return load(profile_text(name), kinds=KIND_FACTS)


def noon(day: date) -> int:
    return int(datetime.combine(day, time(3), UTC).timestamp())  # noon in Tokyo


@dataclass
class Journals:
    """The journals of two sides, as what was heeded in them."""

    agreement: str
    heard: list[Heard] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)

    def issue(
        self,
        party: str,
        kind: str,
        on: date,
        *,
        answers: tuple[str, ...] = (),
        refers: tuple[str, ...] = (),
        corrects: str | None = None,
        act: str | None = None,
        statement: Payload | None = None,
        public: Payload | None = None,
        effective_on: date | None = None,
    ) -> str:
        """Add a notice and give its id."""
        seq = self.sizes.get(party, 0)
        self.sizes[party] = seq + 1
        jti = uuid7(noon(on) * 1000 + len(self.heard), len(self.heard).to_bytes(10))
        links = Links(answers=answers, refers=refers, corrects=corrects, act=act)
        self.heard.append(
            Heard(
                agreement=self.agreement,
                party=party,
                generation=1,
                seq=seq,
                jti=jti,
                kind=kind,
                version=1,
                issued_at=noon(on),
                clause="",
                classification=KIND_FACTS[kind].classes[0],
                decided=None,
                effective_on=effective_on,
                entered_later=False,
                links=links,
                statement=statement,
                public=public,
            )
        )
        return jti

    def receive(self, party: str, author: str, on: date) -> str:
        """Let `party` state that it holds all that `author` has issued."""
        size = self.sizes[author]
        stated = EntriesHeld.model_validate(
            {
                "journal": f"node.example/{self.agreement}/{author}/1",
                "held": [{"size": size, "held_at": noon(on)}],
                "root": "A" * 43,
            }
        )
        return self.issue(party, "entries.received", on, statement=stated)
