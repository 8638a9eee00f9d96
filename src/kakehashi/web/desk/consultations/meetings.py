"""Consultations as pages need them: what their notices amount to, with agenda and minutes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from kakehashi.core.agreement import Profile
from kakehashi.core.consultations import (
    ACCEPTED,
    PROPOSED,
    Consultation,
    Version,
)
from kakehashi.core.consulting import consult
from kakehashi.core.matters import Family
from kakehashi.core.minutes import Written
from kakehashi.core.notices.consultations import (
    Acceptance,
    AgendaItem,
    Form,
    Held,
    Hours,
    Minutes,
    Proposal,
    Reschedule,
)
from kakehashi.core.notices.text import Text
from kakehashi.core.parts import PartRole
from kakehashi.desk.cases import queries
from kakehashi.desk.models import Case, Dealing
from kakehashi.journal.models import Entry, Journal
from kakehashi.web.desk.drafting.offering import sides_now
from kakehashi.web.desk.notices import hearing
from kakehashi.web.desk.notices.hearing import Said
from kakehashi.web.desk.notices.queries import Box

CONSULTATIONS: Final = (Family.CONSULTATION.value,)
ROLES: Final = (PartRole.LINKS, PartRole.RESTRICTED)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One consultation with the notices that it is made of, by their references."""

    case: Case
    profile: Profile
    party: str
    today: date
    state: Consultation
    said: Mapping[str, Said]

    @property
    def agenda(self) -> tuple[AgendaItem, ...]:
        """What was proposed and what the other side added, numbered through."""
        items: list[AgendaItem] = []
        for one in self.said.values():
            told = one.content.restricted
            if one.heard.kind == PROPOSED and isinstance(told, Proposal):
                items += told.agenda
            elif one.heard.kind == ACCEPTED and isinstance(told, Acceptance):
                items += told.added
        return tuple(
            item.model_copy(update={"number": number}) for number, item in enumerate(items, 1)
        )

    @property
    def form(self) -> Form | None:
        """How the sides meet, as said last."""
        told = [one.content.restricted for one in self.said.values()]
        forms = [one.form for one in told if isinstance(one, Proposal | Acceptance | Reschedule)]
        return next((form for form in reversed(forms) if form), None)

    @property
    def place(self) -> Text | None:
        """Where the sides meet, as said last."""
        told = [one.content.restricted for one in self.said.values()]
        places = [one.place for one in told if isinstance(one, Proposal | Acceptance | Reschedule)]
        return next((place for place in reversed(places) if place), None)

    def written(self, version: Version) -> Written | None:
        """The text of a version of the minutes; None where it was erased."""
        one = self.said.get(version.notice)
        if one is None or not isinstance(one.content.restricted, Minutes):
            return None
        if not isinstance(one.content.statement, Held):
            return None
        return Written(one.content.statement, one.content.restricted)

    @property
    def next_one(self) -> tuple[date | None, Hours | None]:
        """Day and hours that the minutes which count foresee for the next; nobody owes them."""
        latest = self.state.latest
        written = self.written(latest) if latest else None
        return (written.minutes.next_on, written.held.next_hours) if written else (None, None)

    @property
    def actions_in_words(self) -> dict[str, Text]:
        """What each action is, by its name, from the minutes that count."""
        latest = self.state.latest
        written = self.written(latest) if latest else None
        return {one.action: one.what for one in written.minutes.actions} if written else {}


def read_meeting(agreement: str, matter: str, *, now: datetime) -> Meeting | None:
    """Read one consultation: ten queries; None where there is none."""
    case = queries.case(agreement, matter)
    if case is None or case.family not in CONSULTATIONS:
        return None
    (meeting,) = _meetings([case], {matter: queries.thread(case).dealings}, now=now)
    return meeting


def read_meetings(cases: Sequence[Case], *, now: datetime) -> list[Meeting]:
    """Read several consultations: nine queries, however many there are."""
    if not cases:
        return []
    editions = {case.edition_id for case in cases}
    matters = [case.matter for case in cases]
    found = Dealing.objects.filter(edition__in=editions, matter__in=matters, is_set_aside=False)
    threads: dict[str, list[Dealing]] = {}
    for dealing in found:
        threads.setdefault(dealing.matter, []).append(dealing)
    return _meetings(cases, threads, now=now)


def _meetings(
    cases: Sequence[Case], threads: Mapping[str, Sequence[Dealing]], *, now: datetime
) -> list[Meeting]:
    names = {case.agreement for case in cases}
    journals = list(Journal.objects.filter(agreement__in=names))
    inside = Box(
        "",
        tuple(journal for journal in journals if journal.is_ours),
        tuple(journal for journal in journals if not journal.is_ours),
    )
    wanted = {one.jti for thread in threads.values() for one in thread if not one.is_set_aside}
    ids = [journal.pk for journal in journals]
    rows = Entry.objects.filter(journal__in=ids, jti__in=wanted)
    said = hearing.by_id(hearing.said(inside, rows, roles=ROLES))
    return [_meeting(case, threads.get(case.matter, ()), said, now=now) for case in cases]


def _meeting(
    case: Case, thread: Iterable[Dealing], said: Mapping[str, Said], *, now: datetime
) -> Meeting:
    sides = sides_now(case.agreement, now)
    own = sorted(
        (said[one.jti] for one in thread if one.jti in said),
        key=lambda one: (one.heard.issued_at, one.heard.jti),
    )
    state = consult([one.heard for one in own], parties=sides.profile.parties)
    every = {one.heard.jti: one for one in own}
    return Meeting(case, sides.profile, sides.party, sides.today, state, every)
