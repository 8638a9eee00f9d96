"""All stories of an agreement, told at once by two real nodes: each under a name of its own.

A story is an agreement of its own on both nodes (the same profile under another name), so that
none sees another's notices; their steps are taken in the order of their days, by one clock.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from kakehashi.cli.demo.stage import Role, Stage
from kakehashi.core.agreement import Profile
from kakehashi.core.notices import AUTOMATIC_KINDS
from kakehashi.core.scenario import Scenario
from kakehashi.core.scenario.expectations import (
    MAY_NOT,
    NOT_AT,
    NOT_IN_CLASS,
    NOT_UNDER,
    PERMITTED,
)
from kakehashi.core.scenario.sentences import (
    IT,
    Agree,
    Arrives,
    Checks,
    Commences,
    Compels,
    Confirms,
    Consents,
    Decides,
    Discloses,
    Issues,
    Looks,
    Notifies,
    Records,
    Refuses,
    Registers,
    Sentence,
    Step,
    TakesBack,
    Withdraws,
)
from tests.two_nodes.staged import Staged

ACTS = "tests.two_nodes.story_acts:"
STEP = timedelta(seconds=20)


class NotTold(AssertionError):
    """A step that the nodes did not let happen, and why."""


@dataclass
class Told:
    """One story as far as it was told, under its own name; `failure` says what went wrong."""

    name: str
    scenario: Scenario
    day: date
    called: dict[str, str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    acts: dict[str, str | None] = field(default_factory=dict)
    uncrossed: set[str] = field(default_factory=set)
    is_held_back: bool = False
    latest: str | None = None
    verdict: str = ""
    checked: dict[str, str] | None = None
    failure: str = ""

    def find(self, named: str) -> str:
        """Give the notice that a sentence names."""
        found = self.latest if named == IT else self.called.get(named)
        if found is None:
            raise NotTold(f"no notice is called '{named}'")
        return found


@dataclass
class Nodes:
    """Two nodes and their one clock."""

    stage: Stage
    profile: Profile
    at: datetime

    def on(self, day: date) -> None:
        """Go on a little, or to a day, four o'clock UTC: the same day at both nodes."""
        self.at = max(datetime.combine(day, time(4), UTC), self.at + STEP)

    def act(self, party: str, what: str, **facts: object) -> Any:
        """Have a step taken inside a node."""
        self.at += timedelta(seconds=1)
        return self.stage.actor(party).act(ACTS + what, now=self.at.timestamp(), **facts)

    def cross(self, told: Told, times: int = 3) -> None:
        """Let everything cross, receipts included; the last receipt crosses the fourth time."""
        one, other = self.profile.parties
        for sender, receiver in ((one, other), (other, one), (one, other), (other, one))[:times]:
            data = self.stage.actor(sender).act("bundle", agreement=told.name)
            self.at += timedelta(seconds=11)
            self.stage.actor(receiver).act(
                "take", agreement=told.name, data=data, now=self.at.timestamp()
            )
        told.uncrossed.clear()

    def take(self, told: Told, step: Step) -> None:
        """Let a step of a story happen."""
        if step.day is not None:
            told.day = step.day
        self.on(told.day)
        told.verdict = self._verdict(told, step.sentence)

    def _verdict(self, told: Told, sentence: Sentence) -> str:
        match sentence:
            case Issues():
                return self._issue(told, sentence)
            case Arrives():
                self.cross(told)
            case Withdraws(party, named):
                notice = told.find(named)
                level = told.levels[notice]
                self._said(
                    told, party, self._let(party, "withdrawn", told, notice=notice, level=level)
                )
            case Agree():
                self._agree(told, sentence)
            case Registers(party, direction, kind, answers):
                answered = [told.find(one) for one in answers]
                said = self._let(
                    party,
                    "register_letter",
                    told,
                    kind=kind,
                    direction=direction,
                    answers=answered,
                )
                told.latest = self._said(told, party, said)
            case Confirms(party):
                self.cross(told)
                letter = told.find(IT)
                self._say(
                    told,
                    party,
                    "letter.confirmed",
                    classification=told.levels[letter],
                    links={"answers": [letter]},
                    content={"statement": {"outcome": "confirmed"}},
                )
            case Records(party, act, organization, measure):
                done = {"act": act, "organization": organization, "measure": measure}
                day = told.day.isoformat()
                leaf = self.act(party, "act_at_home", agreement=told.name, day=day, **done)
                told.acts[party] = leaf
            case Commences():
                self._commence(told)
            case Looks():
                pass
            case Checks() | Discloses():
                return self._judged(told, sentence)
            case clause_3:
                self._disclosure(told, clause_3)
        return ""

    def _judged(self, told: Told, sentence: Checks | Discloses) -> str:
        match sentence:
            case Checks(party, shown):
                if told.authors:
                    self.cross(told)
                told.checked = asdict(shown)
                return str(self.act(party, "check", agreement=told.name, shown=told.checked))
            case Discloses(party, to):
                item = told.find(IT)
                if told.authors[item] != party and not told.is_held_back:
                    self.cross(told)
                facts = {"item": item, "to": asdict(to)}
                return str(self.act(party, "may_leave", agreement=told.name, **facts))

    def _disclosure(
        self, told: Told, said: Consents | Refuses | TakesBack | Notifies | Compels | Decides
    ) -> None:
        item = told.find(IT)
        if told.authors[item] != said.party:
            self.cross(told)
        match said:
            case Consents(party, to, until, has_letter):
                facts = {"item": item, "to": asdict(to), "until": until and until.isoformat()}
                given = self._said(told, party, self._let(party, "consent", told, **facts))
                told.called["consent"] = given
                if has_letter:
                    self._letter(told, party, "disclosure.consented", given)
                self.cross(told)
            case Refuses(party, to):
                other = self.profile.counterpart(party).code
                asked = self._let(other, "request", told, item=item, to=asdict(to))
                links = {"answers": [self._said(told, other, asked)]}
                self.cross(told)
                self._say(told, party, "disclosure.refused", links=links)
                self.cross(told)
            case TakesBack(party):
                taken = self._let(party, "take_back", told, consent=told.called["consent"])
                self._said(told, party, taken)
                self.cross(told)
            case Notifies():
                self._notify(told, item, said)
            case Compels():
                self._compel(told, item, said)
            case Decides(party, to, officers):
                self._alone(
                    told, party, "own-decision", item=item, to=asdict(to), officers=officers
                )

    def _notify(self, told: Told, item: str, said: Notifies) -> None:
        """Give notice; under an agreement that asks for consent the node lets nobody."""
        answer = self._let(said.party, "notify", told, item=item, to=asdict(said.to))
        if answer.get("refused") == "not-permitted":
            return
        given = self._said(told, said.party, answer)
        if said.has_letter:
            self._letter(told, said.party, "disclosure.notified", given)
        told.is_held_back = not said.is_delivered
        if said.is_delivered:
            self.cross(told)

    def _compel(self, told: Told, item: str, said: Compels) -> None:
        facts = {"item": item, "to": asdict(said.to)}
        if said.is_told and said.officers == 2:
            self._said(told, said.party, self._let(said.party, "tell_compulsion", told, **facts))
            self.cross(told)
        else:
            more = {"officers": said.officers, "may_tell": said.may_tell}
            self._alone(told, said.party, "compulsion", **facts, **more)

    def _alone(self, told: Told, party: str, what: str, **facts: object) -> None:
        self.act(party, "decide_alone", agreement=told.name, alone=what, **facts)

    def _letter(self, told: Told, party: str, kind: str, notice: str) -> None:
        facts = {"kind": kind, "direction": "sent", "answers": [notice]}
        self._said(told, party, self._let(party, "register_letter", told, **facts))

    def _issue(self, told: Told, said: Issues) -> str:
        named = [told.find(one) for one in (*said.answers, *said.refers)]
        is_other = any(told.authors[one] != said.party for one in named)
        if told.uncrossed and (is_other or said.kind in AUTOMATIC_KINDS):
            self.cross(told)
        if said.kind in AUTOMATIC_KINDS:
            found = self.act(
                said.party, "automatic", agreement=told.name, kind=said.kind, answers=named[0]
            )
            if found is None:
                raise NotTold(f"{said.party} did not confirm of itself")
            told.levels[found], told.authors[found] = "public", said.party
            told.latest = found
            return ""
        links: dict[str, object] = {
            "answers": [told.find(one) for one in said.answers],
            "refers": [told.find(one) for one in said.refers],
        }
        if said.quotes_act:
            links["act"] = told.acts[said.party]
        if said.corrects is not None:
            corrected = told.find(said.corrects)
            facts: dict[str, object] = {"notice": corrected}
            if said.kind == "notice.withdrawn":
                facts["level"] = told.levels[corrected]
            answer = self._let(said.party, said.kind.split(".")[1], told, **facts)
            told.latest = self._said(told, said.party, answer)
            return PERMITTED.format(clause=answer["clause"])
        answer = self._let(
            said.party,
            "issue",
            told,
            kind=said.kind,
            clause=said.clause,
            classification=said.classification,
            links=links,
            facts=dict(said.facts),
        )
        if "refused" in answer:
            return self._refusal(told, said, answer)
        told.latest = self._said(told, said.party, answer)
        if said.called:
            told.called[said.called] = told.latest
        return PERMITTED.format(clause=answer["clause"])

    def _refusal(self, told: Told, said: Issues, answer: dict[str, str]) -> str:
        """Word what a node refused as a lawyer would; everything else is a failure."""
        terms = self.profile.on(told.day)
        match answer["refused"]:
            case "not-in-force":
                return NOT_AT.format(stage=answer["detail"].replace("-", " "))
            case "not-permitted":
                if terms.permit(said.kind, said.party) is None:
                    return MAY_NOT.format(party=said.party)
                if terms.permit(said.kind, said.party, said.clause) is None:
                    return NOT_UNDER.format(clause=said.clause)
                return NOT_IN_CLASS.format(classification=said.classification)
            case _:
                raise NotTold(f"{said.party} issues {said.kind}: {answer}")

    def _let(self, party: str, what: str, told: Told, **facts: object) -> dict[str, str]:
        found = self.act(party, what, agreement=told.name, **facts)
        assert isinstance(found, dict)
        level = facts.get("classification") or facts.get("level")
        return found | ({"level": str(level)} if level else {})

    def _say(self, told: Told, party: str, kind: str, **facts: object) -> str:
        return self._said(told, party, self._let(party, "issue", told, kind=kind, **facts))

    def _said(self, told: Told, party: str, answer: dict[str, str]) -> str:
        if "refused" in answer:
            raise NotTold(f"{party}: {answer}")
        jti = answer["jti"]
        told.authors[jti] = party
        told.levels[jti] = answer.get("level", "confidential")
        told.uncrossed.add(party)
        return jti

    def _agree(self, told: Told, agree: Agree) -> None:
        first, second = self.profile.parties
        facts = {"duty": agree.duty, "days": agree.days, "counted": agree.counted}
        proposed = self._let(first, "propose_targets", told, answers=None, **facts)
        jti = self._said(told, first, proposed)
        self.cross(told)
        agreed = self._let(second, "propose_targets", told, answers=jti, **facts)
        self._said(told, second, agreed)
        self.cross(told)

    def _commence(self, told: Told) -> None:
        notifier = self.profile.on(told.day).table("commencement")["notified-by"]
        assert isinstance(notifier, str)
        other = self.profile.counterpart(notifier).code
        sent = self._say(told, notifier, "commencement.notified")
        self.cross(told)
        facts = {"receipt": told.day.isoformat()}
        links = {"answers": [sent]}
        self._say(told, other, "commencement.received", links=links, facts=facts)
        self.cross(told)

    def judge(self, told: Told) -> Iterator[str]:
        """Say what a story expected and the nodes do not have."""
        is_level = self._come_level(told)
        for text, _ in told.scenario.then:
            if text == told.verdict:
                continue
            home = next((p for p in self.profile.parties if p in text.split()), None)
            asked = [home] if home else list(self.profile.parties)
            for party in asked:
                is_true = self.act(
                    party,
                    "holds",
                    agreement=told.name,
                    day=told.day.isoformat(),
                    text=text,
                    by_hand=list(told.authors),
                    checked=told.checked,
                )
                if not is_true:
                    yield f"{party} does not find: {text} (verdict: {told.verdict!r})"
        if not is_level:
            yield "the two nodes have not the same state"

    def _come_level(self, told: Told) -> bool:
        """Let everything cross until both say the same of their state; a receipt may be owed."""
        for _ in range(3):
            self.cross(told, times=4)
            digests = {self.act(p, "digest", agreement=told.name) for p in self.profile.parties}
            if len(digests) == 1:
                return True
        return False


def tell(
    folder: Path,
    profile: Profile,
    text: str,
    scenarios: Sequence[Scenario],
    *,
    databases: Mapping[str, str],
) -> list[Told]:
    """Tell stories at two nodes in `folder`; `text` is the profile's TOML.

    `databases` are URLs by party; SQLite where there is none.
    """
    told = [
        Told(f"{profile.name}-s{number}", scenario, profile.signed_on)
        for number, scenario in enumerate(scenarios, 1)
    ]
    for story in told:
        own = folder / "profiles" / story.name
        own.mkdir(parents=True)
        renamed = text.replace(f'name = "{profile.name}"', f'name = "{story.name}"', 1)
        (own / "profile.toml").write_text(renamed, encoding="utf-8")
    names = tuple(story.name for story in told)
    roles = [
        Role(party, f"{party.lower()}.stories.example", names, port)
        for port, party in enumerate(profile.parties, 1)
    ]
    stage = Staged(folder, tuple(roles))
    opened_at = datetime.combine(profile.signed_on, time(1), UTC)
    try:
        stage.build(
            database=databases, is_demo=True, opened_at=opened_at, profiles=folder / "profiles"
        )
        nodes = Nodes(stage, profile, opened_at)
        for story in told:
            nodes.cross(story)
        _take_turns(nodes, told)
        for story in told:
            if not story.failure:
                story.failure = "; ".join(nodes.judge(story))
    finally:
        stage.close()
    return told


def _take_turns(nodes: Nodes, told: Sequence[Told]) -> None:
    """Take every step of every story, in the order of their days."""
    steps: list[tuple[date, int, int, Step]] = []
    for number, story in enumerate(told):
        day = story.day
        for index, step in enumerate((*story.scenario.given, story.scenario.when)):
            day = step.day or day
            steps.append((day, number, index, step))
    for _, number, _, step in sorted(steps, key=lambda one: one[:3]):
        story = told[number]
        if story.failure:
            continue
        try:
            nodes.take(story, step)
        except Exception as error:  # noqa: BLE001 - one story's failure is not another's
            story.failure = f"{step.text}: {type(error).__name__}: {error}"
