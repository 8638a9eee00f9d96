"""Folding the notices of one consultation into what they amount to, whatever order they came in.

Only what is never erased is read.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from kakehashi.core.consultations import (
    ACCEPTED,
    AGREED,
    DECLINED,
    DUTY_DECLINED,
    OFFERS,
    REPORTED,
    RESCHEDULED,
    VERSIONS,
    WITHDRAWN,
    Action,
    Consultation,
    Doing,
    Offer,
    Stage,
    Version,
)
from kakehashi.core.heard import Heard
from kakehashi.core.notices.consultations import (
    ActionOwed,
    ActionState,
    AgreedMinutes,
    Held,
    ProposedDays,
    ReportedAction,
    SetDay,
)

_DOING: Mapping[ActionState, Doing] = {
    ActionState.DONE: Doing.DONE,
    ActionState.PARTLY: Doing.PARTLY,
    ActionState.NOT: Doing.NOT_DONE,
    ActionState.ONGOING: Doing.ONGOING,
}


def consult(heard: Iterable[Heard], *, parties: Iterable[str]) -> Consultation:
    """Fold the heeded notices of one consultation, of both sides and in any order.

    `parties` are the codes of the two sides.
    """
    thread = _Thread(heard, tuple(parties))
    offers, versions = thread.offers(), thread.versions()
    actions = thread.actions()
    accepted = thread.set_day()
    stage = _stage(offers, versions, actions, is_set=accepted is not None)
    offered = offers[-1].hours if offers else None
    agreed = next((v for v in reversed(versions) if v.agreed_by), None)
    text = agreed or (versions[-1] if versions else None)
    return Consultation(
        stage=stage,
        offers=offers,
        on=accepted.on if accepted else None,
        hours=(accepted.hours if accepted else None) or offered,
        held_on=text.held_on if text else None,
        versions=versions,
        actions=actions,
        waits_for=thread.turn(stage, offers, versions, actions),
    )


def _stage(
    offers: tuple[Offer, ...],
    versions: tuple[Version, ...],
    actions: tuple[Action, ...],
    *,
    is_set: bool,
) -> Stage:
    if any(version.agreed_by for version in versions):
        is_open = any(action.doing.is_open for action in actions)
        return Stage.CORRECTING if is_open else Stage.FINISHED
    if versions:
        return Stage.MINUTED
    current = next((offer for offer in offers if offer.is_current), None)
    if current is None:
        return Stage.WITHDRAWN
    if is_set:
        return Stage.SET
    return Stage.DECLINED if current.answer else Stage.PROPOSED


class _Thread:
    """The notices of one consultation that were not withdrawn, by what they do."""

    def __init__(self, heard: Iterable[Heard], parties: tuple[str, ...]) -> None:
        every = {(n.party, n.generation, n.seq): n for n in heard}.values()
        gone = {(n.party, n.links.corrects) for n in every if n.kind == WITHDRAWN}
        standing = sorted(
            (n for n in every if (n.party, n.jti) not in gone), key=lambda n: (n.issued_at, n.jti)
        )
        self.parties = parties
        self.by_id = {n.jti: n for n in standing}
        self.of_kind: dict[str, list[Heard]] = {}
        for notice in standing:
            self.of_kind.setdefault(notice.kind, []).append(notice)

    def _notices(self, *kinds: str) -> list[Heard]:
        """Notices of some kinds, what is named standing before what names it."""
        found = [n for kind in kinds for n in self.of_kind.get(kind, ())]
        return sorted(found, key=lambda n: (self._depth(n), n.issued_at, n.jti))

    def _depth(self, notice: Heard) -> int:
        """How many steps of the thread stand before a notice; clocks have no say in it."""
        depth, near, seen = 0, {notice.jti}, {notice.jti}
        while near := {
            jti
            for one in near
            for jti in (*self.by_id[one].links.answers, *self.by_id[one].links.refers)
            if jti in self.by_id and jti not in seen
        }:
            seen |= near
            depth += 1
        return depth

    def _replies(self, to: Heard, *kinds: str) -> list[Heard]:
        """Replies of the other side to a notice."""
        return [
            n for n in self._notices(*kinds) if to.jti in n.links.answers and n.party != to.party
        ]

    def offers(self) -> tuple[Offer, ...]:
        every = self._notices(*OFFERS)
        return tuple(self._offer(notice, is_current=notice is every[-1]) for notice in every)

    def _offer(self, notice: Heard, *, is_current: bool) -> Offer:
        replies = self._replies(notice, ACCEPTED) or self._replies(notice, DECLINED, RESCHEDULED)
        reply = replies[-1] if replies else None
        stated = notice.statement
        days = stated.days if isinstance(stated, ProposedDays) else ()
        if isinstance(stated, SetDay):
            days = (stated.on,)
        hours = stated.hours if isinstance(stated, ProposedDays | SetDay) else None
        return Offer(
            notice=notice.jti,
            party=notice.party,
            days=days,
            hours=hours,
            answer=reply.jti if reply else None,
            is_accepted=reply is not None and reply.kind == ACCEPTED,
            is_current=is_current,
        )

    def set_day(self) -> SetDay | None:
        """Give what the last offer was accepted for."""
        offers = self._notices(*OFFERS)
        replies = self._replies(offers[-1], ACCEPTED) if offers else []
        stated = replies[-1].statement if replies else None
        return stated if isinstance(stated, SetDay) else None

    def versions(self) -> tuple[Version, ...]:
        return tuple(
            self._version(notice, notice.statement)
            for notice in self._notices(*VERSIONS)
            if isinstance(notice.statement, Held)
        )

    def _version(self, notice: Heard, held: Held) -> Version:
        agreed = self._replies(notice, AGREED)
        said = [n.statement for n in agreed if isinstance(n.statement, AgreedMinutes)]
        return Version(
            notice=notice.jti,
            party=notice.party,
            held_on=held.held_on,
            actions=held.actions,
            corrects=tuple(
                jti
                for jti in notice.links.answers
                if jti in self.by_id and self.by_id[jti].kind in VERSIONS
            ),
            agreed_by=tuple(n.jti for n in agreed),
            differs=any(
                s.held_on != held.held_on or set(s.actions) != set(held.actions) for s in said
            ),
        )

    def actions(self) -> tuple[Action, ...]:
        """Give the actions that agreements made owed, each with its owner's reports."""
        return tuple(
            self._action(notice, owed)
            for notice in self._agreements()
            if isinstance(notice.statement, AgreedMinutes)
            for owed in notice.statement.actions
        )

    def _agreements(self) -> list[Heard]:
        """The last agreement by which the other side took minutes over."""
        versions = [n for n in self._notices(*VERSIONS) if self._replies(n, AGREED)]
        return self._replies(versions[-1], AGREED)[-1:] if versions else []

    def _action(self, agreement: Heard, owed: ActionOwed) -> Action:
        named = {agreement.jti, *agreement.links.answers}
        reports = sorted(
            (
                n
                for n in self.of_kind.get(REPORTED, ())
                if n.party == owed.owner
                and named & set(n.links.answers)
                and isinstance(n.statement, ReportedAction)
                and n.statement.action == owed.action
            ),
            key=lambda n: (n.generation, n.seq),
        )
        doing, done_on = _doing([n.statement for n in reports])
        if doing is not Doing.DONE and self._is_declined(agreement, owed.owner):
            doing = Doing.DECLINED
        return Action(
            notice=agreement.jti,
            action=owed.action,
            owner=owed.owner,
            due_on=owed.due_on,
            doing=doing,
            done_on=done_on,
            reports=tuple(n.jti for n in reports),
        )

    def _is_declined(self, agreement: Heard, owner: str) -> bool:
        declined = self.of_kind.get(DUTY_DECLINED, ())
        return any(n.party == owner and agreement.jti in n.links.answers for n in declined)

    def turn(
        self,
        stage: Stage,
        offers: tuple[Offer, ...],
        versions: tuple[Version, ...],
        actions: tuple[Action, ...],
    ) -> str:
        """Name the side whose turn it is: to answer an offer, to settle minutes, to act."""
        match stage:
            case Stage.PROPOSED:
                return self._other(offers[-1].party)
            case Stage.MINUTED:
                return self._other(versions[-1].party)
            case Stage.CORRECTING:
                owners = {action.owner for action in actions if action.doing.is_open}
                return owners.pop() if len(owners) == 1 else ""
            case Stage.DECLINED | Stage.SET | Stage.FINISHED | Stage.WITHDRAWN:
                return ""

    def _other(self, party: str) -> str:
        return next((code for code in self.parties if code != party), "")


def _doing(reported: Iterable[object]) -> tuple[Doing, date | None]:
    """Say how far the reports bring an action: done once it was done, else as said last."""
    said = [one for one in reported if isinstance(one, ReportedAction)]
    for one in said:
        if one.state is ActionState.DONE:
            return Doing.DONE, one.done_on
    return (_DOING[said[-1].state], None) if said else (Doing.OPEN, None)
