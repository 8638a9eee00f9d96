"""What each kind of notice changes in the registers: pure facts, the same on both nodes.

Facts read only what is never erased (envelope, links, statement, public content, rows), so that
a register derived again after an erasure is the same register.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from kakehashi.core.heard import Heard
from kakehashi.core.notices.acceptance import FieldChannels
from kakehashi.core.notices.letters import PublicCorrection, PublicLetter
from kakehashi.core.notices.measures import Measure
from kakehashi.core.notices.organizations import (
    AmendedOrganization,
    ApprovedOrganization,
    ResumedOrganization,
    RevokedOrganization,
    SuspendedOrganization,
)
from kakehashi.core.notices.payload import Classification, Payload
from kakehashi.core.notices.protocol import EntriesHeld
from kakehashi.core.notices.publication import Publication, Withholding
from kakehashi.core.notices.snapshots import ListedRow, Snapshot
from kakehashi.core.standing import (
    GENERATION_SHIFT,
    Content,
    Register,
    Said,
    Standing,
    Status,
    Step,
    What,
)

_AboutOne = (
    ApprovedOrganization
    | AmendedOrganization
    | SuspendedOrganization
    | ResumedOrganization
    | RevokedOrganization
)

VERSION: Final = 2
"""Of the projection: two nodes compare their states only where this is equal."""


@dataclass(frozen=True, slots=True)
class ListStated:
    """A whole list as it stood on a day: every row by its number, in the list's order."""

    said: Said
    register: Register
    as_of: date
    rows: Mapping[str, Content]
    source: Content


class ListedRows(Mapping[str, Content]):
    """A list's rows by their numbers, each read when it is asked for."""

    def __init__(self, rows: Sequence[ListedRow]) -> None:
        self._rows = rows
        self._places = {row.number: at for at, row in enumerate(rows)}

    def __getitem__(self, number: str) -> Content:
        return content_of(self._rows[self._places[number]])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, number: object) -> bool:
        return number in self._places


@dataclass(frozen=True, slots=True)
class Mended:
    """A notice that its author corrects or withdraws; both stay visible.

    `content` says why; `now` is the public content as it should have read, where that changes.
    """

    said: Said
    target: str
    is_withdrawn: bool
    content: Content
    now: Content | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """The counterpart has published a notice at a moment (seconds), or says why it does not."""

    said: Said
    target: str
    at: int
    is_withheld: bool
    content: Content


@dataclass(frozen=True, slots=True)
class Received:
    """The counterpart's receipt: it held the first `size` entries since `held_at` (seconds)."""

    said: Said
    generation: int
    size: int
    held_at: int


Fact = Step | ListStated | Mended | Published | Received


def place(generation: int, seq: int) -> int:
    """Order the entries of one author across the generations of its journal."""
    return generation << GENERATION_SHIFT | seq


BEYOND_ALL: Final = (1 << GENERATION_SHIFT) - 1
"""What was read of a generation once something of a later one was."""


def read_of(generation: int, mark: int) -> int:
    """Say how many entries of one generation stand before a mark, which is a place."""
    if mark >> GENERATION_SHIFT > generation:
        return BEYOND_ALL
    return max(0, mark - place(generation, 0))


def facts(heard: Heard) -> tuple[Fact, ...]:
    """Say what a heeded notice changes; nothing for a kind that no register shows.

    A letter on paper takes steps; it shares no list, mends nothing and is no receipt.
    """
    make = _FACTS.get(heard.kind)
    found = make(_said(heard), heard) if make else ()
    return tuple(fact for fact in found if isinstance(fact, Step)) if heard.letter else found


def _said(heard: Heard) -> Said:
    return Said(
        jti=heard.jti,
        kind=heard.kind,
        party=heard.party,
        place=place(heard.generation, heard.seq),
        clause=heard.clause,
        issued_at=heard.issued_at,
        decided=heard.decided,
        effective_on=heard.effective_on,
        entered_later=heard.entered_later,
        is_public=heard.classification is Classification.PUBLIC,
        letter=heard.letter,
    )


def content_of(payload: Payload | None) -> dict[str, Any]:
    """Write a public payload as JSON values; what is absent or a default is left out."""
    if payload is None:
        return {}
    return payload.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def _entry(content: Content) -> Content:
    """Keep of a notice about a sending organization what its entry reads."""
    return {
        name: content[name] for name in ("number", "organization", "approval") if name in content
    }


def _organization_step(what: What) -> Callable[[Said, Heard], tuple[Fact, ...]]:
    """Make the fact of a notice about one sending organization, which its number names."""

    def fact(said: Said, heard: Heard) -> tuple[Fact, ...]:
        public = cast("_AboutOne | None", heard.public)
        if public is None:
            return ()
        until_on = public.until_on if isinstance(public, SuspendedOrganization) else None
        done = What.RENUMBERED if _is_renumbered(public) else what
        content = content_of(public)
        return (Step(said, Register.SENDING, public.number, done, content, until_on=until_on),)

    return fact


def _is_renumbered(public: Payload) -> bool:
    return isinstance(public, AmendedOrganization) and public.new_number not in {
        None,
        public.number,
    }


def _list_stated(register: Register) -> Callable[[Said, Heard], tuple[Fact, ...]]:
    """Make the fact of a list: all its rows at once."""

    def fact(said: Said, heard: Heard) -> tuple[Fact, ...]:
        if not isinstance(heard.public, Snapshot) or heard.rows is None:
            return ()
        stated = ListedRows(cast("Sequence[ListedRow]", heard.rows))
        source = content_of(heard.public)
        return (ListStated(said, register, heard.public.as_of_on, stated, source),)

    return fact


def _measure_ordered(said: Said, heard: Heard) -> tuple[Fact, ...]:
    """A measure; of a restricted one only that there is one, and where to read it."""
    public = heard.public
    if public is None and said.is_public:
        return ()
    period = public.period if isinstance(public, Measure) else None
    ordered = Step(
        said,
        Register.MEASURES,
        said.jti,
        What.ORDERED,
        content_of(public),
        from_on=period.from_on if period else None,
        until_on=period.until_on if period else None,
    )
    return (ordered,)


def _measure_lifted(said: Said, heard: Heard) -> tuple[Fact, ...]:
    content = content_of(heard.public)
    return tuple(
        Step(said, Register.MEASURES, target, What.LIFTED, content)
        for target in dict.fromkeys(heard.links.refers)
    )


def _information_shared(said: Said, heard: Heard) -> tuple[Fact, ...]:
    """Only the author's own published measure is public, and enters the measures register."""
    return _measure_ordered(said, heard) if isinstance(heard.public, Measure) else ()


def _acceptance_suspended(said: Said, heard: Heard) -> tuple[Fact, ...]:
    if not isinstance(heard.public, FieldChannels):
        return ()
    return _channel_steps(said, heard.public, What.SUSPENDED, (said.jti,))


def _acceptance_resumed(said: Said, heard: Heard) -> tuple[Fact, ...]:
    if not isinstance(heard.public, FieldChannels):
        return ()
    return _channel_steps(said, heard.public, What.RESUMED, heard.links.refers)


def _channel_steps(
    said: Said, public: FieldChannels, what: What, suspensions: Iterable[str]
) -> tuple[Fact, ...]:
    """One entry a suspension and channel, so that each can be resumed by itself."""
    content = content_of(public)
    content.pop("channels")
    return tuple(
        Step(
            said,
            Register.SUSPENSIONS,
            f"{suspension}.{day.channel.value}",
            what,
            {**content, "channel": day.channel.value},
            from_on=day.from_on,
        )
        for suspension in dict.fromkeys(suspensions)
        for day in public.channels
    )


def _published(said: Said, heard: Heard) -> tuple[Fact, ...]:
    content = content_of(heard.public)
    at = heard.public.published_at if isinstance(heard.public, Publication) else said.issued_at
    is_withheld = isinstance(heard.public, Withholding) and not heard.public.partly
    return tuple(
        Published(said, target, at, is_withheld, content)
        for target in dict.fromkeys(heard.links.answers)
    )


def _received(said: Said, heard: Heard) -> tuple[Fact, ...]:
    if not isinstance(heard.statement, EntriesHeld):
        return ()
    generation = int(heard.statement.journal.rsplit("/", 1)[1])
    return tuple(
        Received(said, generation, held.size, held.held_at) for held in heard.statement.held
    )


def _mended(said: Said, heard: Heard) -> tuple[Fact, ...]:
    target = heard.links.corrects
    if target is None:
        return ()
    content = content_of(heard.public)
    content.pop("now", None)
    restated = heard.public.now if isinstance(heard.public, PublicCorrection) else None
    meant = _meant(restated.content) if restated else None
    now = content_of(meant) if meant else None
    return (Mended(said, target, heard.kind == "notice.withdrawn", content, now),)


def _meant(restated: Payload) -> Payload | None:
    """What a corrected part says: of a letter, what the notice says that it stands for."""
    if not isinstance(restated, PublicLetter):
        return restated
    return restated.content.content if restated.content else None


_FACTS: Final[Mapping[str, Callable[[Said, Heard], tuple[Fact, ...]]]] = {
    "sending-organization.approved": _organization_step(What.APPROVED),
    "sending-organization.amended": _organization_step(What.AMENDED),
    "sending-organization.suspended": _organization_step(What.SUSPENDED),
    "sending-organization.resumed": _organization_step(What.RESUMED),
    "sending-organization.revoked": _organization_step(What.REVOKED),
    "sending-organization.list-shared": _list_stated(Register.SENDING),
    "supporting-organization.list-shared": _list_stated(Register.SUPPORTING),
    "accepting-organization.measure-ordered": _measure_ordered,
    "accepting-organization.measure-lifted": _measure_lifted,
    "supporting-organization.measure-ordered": _measure_ordered,
    "supporting-organization.measure-lifted": _measure_lifted,
    "information.shared": _information_shared,
    "acceptance.suspended": _acceptance_suspended,
    "acceptance.resumed": _acceptance_resumed,
    "publication.confirmed": _published,
    "publication.withheld": _published,
    "entries.received": _received,
    "notice.corrected": _mended,
    "notice.withdrawn": _mended,
}

PROJECTED: Final = frozenset(_FACTS)
"""The kinds that change a register."""

SILENT: Final = frozenset(
    {
        "contact-point.changed",
        "sending-organization.guided",
        "intermediary.reported",
        "intermediary-report.answered",
        "misconduct.informed",
        "misconduct.acknowledged",
        "investigation.reported",
        "inquiry.asked",
        "inquiry.partly-answered",
        "inquiry.answered",
        "inquiry.transferred",
        "inquiry.reminded",
        "consultation.proposed",
        "consultation.accepted",
        "consultation.declined",
        "consultation.rescheduled",
        "consultation.minuted",
        "consultation.minutes-corrected",
        "consultation.minutes-agreed",
        "corrective-action.reported",
        "disclosure.requested",
        "disclosure.consented",
        "disclosure.refused",
        "disclosure.consent-withdrawn",
        "disclosure.notified",
        "disclosure.compelled",
        "erasure.requested",
        "erasure.done",
        "erasure.refused",
        "exam-misconduct.reported",
        "exams.reported",
        "exam-cooperation.requested",
        "exam-cooperation.answered",
        "exam-cooperation.completed",
        "certificate.issued",
        "certificate.suspended",
        "certificate.revoked",
        "certificate.queried",
        "certificate.query-answered",
        "residence-handling.informed",
        "return.requested",
        "return.withdrawn",
        "return.departed",
        "return.answered",
        "travel-document.issued",
        "return.not-possible",
        "return.arrived",
        "amendment.proposed",
        "amendment.consented",
        "amendment.declined",
        "review.opened",
        "review.concluded",
        "commencement.notified",
        "commencement.received",
        "discontinuance.notified",
        "discontinuance.received",
        "dispute.raised",
        "dispute.settled",
        "targets.proposed",
        "targets.agreed",
        "calendar.confirmed",
        "duty.declined",
        "letter.registered",
        "letter.confirmed",
        "journal.opened",
        "keys.changed",
        "protocol.announced",
        "notice.set-aside",
        "part.excused",
    }
)
"""The kinds that change none; a kind in neither set, or in both, fails the tests."""


def list_steps(
    stated: ListStated, numbers: Iterable[str], current: Mapping[str, Standing]
) -> tuple[Step, ...]:
    """Say what a list changes of some numbers, whose entries stand so.

    A row like its entry changes nothing. Who is in no row any more is no longer listed; but a
    sending organization's entry changes only by a notice about it, or by a row.
    """
    steps = (_list_step(stated, number, current.get(number)) for number in numbers)
    return tuple(step for step in steps if step)


def _list_step(stated: ListStated, number: str, before: Standing | None) -> Step | None:
    if number in stated.rows:
        return _row_step(stated, number, stated.rows[number], before)
    was_listed = before is not None and before.latest.status is Status.LISTED
    if stated.register is Register.SUPPORTING and was_listed:
        return Step(stated.said, stated.register, number, What.NOT_LISTED, from_on=stated.as_of)
    return None


def _row_step(
    stated: ListStated, number: str, row: Content, before: Standing | None
) -> Step | None:
    since = row.get("since_on")
    from_on = date.fromisoformat(since) if isinstance(since, str) else stated.as_of
    step = Step(stated.said, stated.register, number, What.LISTED, row, from_on=from_on)
    if before is None:
        return step
    is_same_status = before.latest.status is step.status
    if is_same_status and before.record == step.record:
        return None
    if is_same_status and stated.register is Register.SUPPORTING:
        return Step(stated.said, stated.register, number, What.ALTERED, row, from_on=from_on)
    return step
