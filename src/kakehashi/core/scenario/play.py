"""Play a scenario against the pure core: permits, life, the gate of clause 3, the ledgers."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from kakehashi.core.acceptance import closures
from kakehashi.core.acceptance_check import Judgment, judge
from kakehashi.core.agreement import Act, Permit, Profile, Side
from kakehashi.core.disclosure import (
    Compulsion,
    Consent,
    Item,
    Notification,
    OwnDecision,
    Record,
    Refusal,
    leave,
)
from kakehashi.core.duties import fold
from kakehashi.core.heard import Heard
from kakehashi.core.ids import uuid7
from kakehashi.core.life import admits, live
from kakehashi.core.notices.payload import Classification, Links, Payload
from kakehashi.core.own_ledger import Done, own_ledger
from kakehashi.core.scenario.applications import Shown, application_of, facts_of
from kakehashi.core.scenario.contents import Contents, contents_of, letter, receipt, targets
from kakehashi.core.scenario.expectations import (
    MAY_NOT,
    NOT_AT,
    NOT_IN_CLASS,
    NOT_UNDER,
    PERMITTED,
    Outcome,
    check_in_words,
    stage_in_words,
    verdict_in_words,
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
    Step,
    TakesBack,
    Withdraws,
)


class Unplayable(ValueError):
    """A step that cannot happen: the message says which, and why."""


@dataclass
class Stage:
    """What has happened so far in a scenario."""

    profile: Profile
    day: date
    heard: list[Heard] = field(default_factory=list)
    called: dict[str, str] = field(default_factory=dict)
    latest: str | None = None
    records: list[Record] = field(default_factory=list)
    acts: list[Done] = field(default_factory=list)
    judgment: Judgment | None = None

    def take(self, step: Step) -> str:
        """Let one step happen; give the verdict in words.

        Raises:
            Unplayable: it speaks of what is not there.

        """
        if step.day is not None:
            self.day = step.day
        match step.sentence:
            case Issues() | Discloses() | Checks() as judged:
                return self._judged(judged)
            case Arrives():
                author = self._it().party
                self._receive(author)
            case Withdraws(party, named):
                self._add(party, "notice.withdrawn", Contents(), corrects=self._find(named))
            case Agree() as agree:
                self._agree(agree)
            case Registers() as registers:
                self._register(registers)
            case Confirms(party):
                self._add(party, "letter.confirmed", letter(None), answers=(self._it().jti,))
            case Records(party, act, organization, measure):
                self._record(party, act, organization, measure)
            case Commences():
                self._commence()
            case Looks():
                pass
            case clause_3:
                self.records.append(self._disclosure(clause_3))
        return ""

    def outcome(self, verdict: str) -> Outcome:
        """Give what stands now."""
        life = live(self.profile, self.heard)
        return Outcome(
            verdict=verdict,
            day=self.day,
            terms=self.profile.on(self.day),
            life=life,
            shared=fold(self.profile, self.heard),
            own=own_ledger(self.profile, life, self.acts, self.heard),
            judgment=self.judgment,
        )

    def _judged(self, sentence: Issues | Discloses | Checks) -> str:
        match sentence:
            case Issues() as issues:
                return self._issue(issues)
            case Discloses(party, to):
                item, terms = self._item(), self.profile.on(self.day)
                verdict = leave(item, to, by=party, on=self.day, terms=terms, records=self.records)
                return verdict_in_words(verdict)
            case Checks(party, shown):
                return self._check(party, shown)

    def _issue(self, issues: Issues) -> str:
        permit = self._permit(issues)
        if isinstance(permit, str):
            return permit
        level = self._level(issues, permit)
        if level not in permit.classes:
            return NOT_IN_CLASS.format(classification=issues.classification)
        terms = self.profile.on(self.day)
        stage = live(self.profile, self.heard).stage(self.day)
        if not admits(terms, issues.kind, stage):
            return NOT_AT.format(stage=stage_in_words(stage))
        jti = self._add(
            issues.party,
            issues.kind,
            contents_of(issues.kind, issues.facts),
            answers=tuple(self._find(named) for named in issues.answers),
            refers=tuple(self._find(named) for named in issues.refers),
            corrects=None if issues.corrects is None else self._find(issues.corrects),
            act=self.acts[-1].id if issues.quotes_act and self.acts else None,
            clause=permit.clause,
            level=level,
        )
        self.latest = jti
        if issues.called:
            self.called[issues.called] = jti
        return PERMITTED.format(clause=permit.clause)

    def _permit(self, issues: Issues) -> Permit | str:
        terms = self.profile.on(self.day)
        found = terms.permit(issues.kind, issues.party)
        if found is None:
            return MAY_NOT.format(party=issues.party)
        permit = terms.permit(issues.kind, issues.party, issues.clause)
        return permit or NOT_UNDER.format(clause=issues.clause)

    def _level(self, issues: Issues, permit: Permit) -> Classification:
        for level in Classification:
            if level == issues.classification:
                return level
        return permit.classes[0]

    def _add(
        self,
        party: str,
        kind: str,
        contents: Contents,
        *,
        answers: tuple[str, ...] = (),
        refers: tuple[str, ...] = (),
        corrects: str | None = None,
        act: str | None = None,
        clause: str = "",
        level: Classification = Classification.RESTRICTED,
    ) -> str:
        if party not in self.profile.parties:
            raise Unplayable(f"{party} is no party")
        number = len(self.heard)
        seconds = int(datetime.combine(self.day, time(4), UTC).timestamp())
        jti = uuid7(seconds * 1000 + number, number.to_bytes(10))
        self.heard.append(
            Heard(
                agreement=self.profile.name,
                party=party,
                generation=1,
                seq=self._size(party),
                jti=jti,
                kind=kind,
                version=1,
                issued_at=seconds,
                clause=clause,
                classification=level,
                decided=None,
                effective_on=self.day,
                entered_later=False,
                links=Links(answers=answers, refers=refers, corrects=corrects, act=act),
                statement=contents.statement,
                public=contents.public,
            )
        )
        return jti

    def _size(self, party: str) -> int:
        return sum(1 for notice in self.heard if notice.party == party)

    def _receive(self, author: str) -> None:
        receiver = self.profile.counterpart(author).code
        seconds = int(datetime.combine(self.day, time(4), UTC).timestamp())
        held: Payload = receipt(self.profile.name, author, self._size(author), seconds)
        self._add(receiver, "entries.received", Contents(statement=held))

    def _find(self, named: str) -> str:
        found = self.latest if named == IT else self.called.get(named)
        if found is None:
            raise Unplayable(f"no notice is called '{named}'" if named else "nothing was issued")
        return found

    def _it(self) -> Heard:
        jti = self._find(IT)
        return next(notice for notice in self.heard if notice.jti == jti)

    def _item(self) -> Item:
        it = self._it()
        return Item(it.agreement, it.jti, it.classification, it.party, it.kind, it.clause)

    def _agree(self, agree: Agree) -> None:
        first, second = self.profile.parties
        said = Contents(statement=targets(agree.duty, agree.days, agree.counted))
        proposal = self._add(first, "targets.proposed", said)
        self._add(second, "targets.agreed", said, answers=(proposal,))

    def _register(self, registers: Registers) -> None:
        said = letter(registers.kind, direction=registers.direction, day=self.day)
        answers = tuple(self._find(named) for named in registers.answers)
        self.latest = self._add(registers.party, "letter.registered", said, answers=answers)

    def _record(self, party: str, act: str, organization: str, measure: str) -> None:
        for known in Act:
            if known == act:
                leaf = f"act{len(self.acts)}".ljust(43, "_")
                self.acts.append(Done(leaf, known, party, self.day, organization, measure))
                return
        raise Unplayable(f"{act} is no act")

    def _check(self, party: str, shown: Shown) -> str:
        if party != self.profile.party_on(Side.ACCEPTING).code:
            raise Unplayable(f"{party} does not accept")
        application, day = application_of(shown), max(self.day, date.fromisoformat(shown.on))
        facts = facts_of(shown, today=day, closures=closures(self.heard))
        self.judgment = judge(application, facts, self.profile.on(application.applied_on))
        return check_in_words(self.judgment)

    def _commence(self) -> None:
        begins = self.profile.on(self.day).table("commencement")
        notifier = begins.get("notified-by")
        if not isinstance(notifier, str):
            raise Unplayable("this agreement commences with its signature")
        other = self.profile.counterpart(notifier).code
        facts = {"receipt": self.day.isoformat()}
        sent = self._add(
            notifier, "commencement.notified", contents_of("commencement.notified", {})
        )
        received = contents_of("commencement.received", facts)
        self._add(other, "commencement.received", received, answers=(sent,))

    def _disclosure(
        self, said: Consents | Refuses | TakesBack | Notifies | Compels | Decides
    ) -> Record:
        item, day = self._find(IT), self.day
        match said:
            case Consents(party, to, until, has_letter):
                letter_on = day if has_letter else None
                return Consent(item, to, party, day, until, letter_received_on=letter_on)
            case Refuses(party, to):
                return Refusal(item, to, party)
            case TakesBack(party):
                for index, record in enumerate(self.records):
                    if isinstance(record, Consent) and record.by == party:
                        del self.records[index]
                        return replace(record, withdrawn_on=day)
                raise Unplayable(f"{party} has not consented")
            case Notifies(party, to, is_delivered, has_letter):
                delivered, letter_on = day if is_delivered else None, day if has_letter else None
                return Notification(item, to, party, delivered, letter_on)
            case Compels(party, to, officers, is_told, may_tell):
                names = frozenset(f"officer {number}" for number in range(officers))
                told = day if is_told else None
                return Compulsion(item, to, party, "a law", "its court", names, told, may_tell)
            case Decides(party, to, officers):
                names = frozenset(f"officer {number}" for number in range(officers))
                return OwnDecision(item, to, party, names)
