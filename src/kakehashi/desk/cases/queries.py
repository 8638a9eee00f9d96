"""Cases as pages need them: each noun a fixed number of queries, whatever there is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kakehashi.core.cases import Standing
from kakehashi.core.projection import place
from kakehashi.desk.models import AlsoIn, Case, CaseFile, Dealing, DeskEdition, Naming

PAGE = 50
"""Cases on one page of a list."""

LOST = 10
"""Notices without a case that a page shows."""

After = tuple[int, str]
"""Where a page of a list begins: after this `last_at` and this matter."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cases are wanted; what is empty does not matter.

    `turn` are parties of which one owes the next step, `late_on` a day before which something was
    due, `assigned_to` an officer's id. `filed` says whether those filed away here are wanted
    (None: these as well).
    """

    families: tuple[str, ...] = ()
    state: str = ""
    turn: tuple[str, ...] = ()
    late_on: date | None = None
    assigned_to: int | None = None
    filed: bool | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """The notices of a case in the order of their days, and how each stands in it."""

    dealings: tuple[Dealing, ...]
    standings: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def standing(self, dealing: Dealing) -> str:
        """Say how a notice stands in this case."""
        return self.standings.get((dealing.party, dealing.place), dealing.standing)


def serving(agreements: Iterable[str]) -> dict[str, DeskEdition]:
    """Give the editions that serve, by agreement: one query."""
    found = DeskEdition.objects.filter(
        agreement__in=list(agreements), state=DeskEdition.State.SERVING
    )
    return {edition.agreement: edition for edition in found}


def case(agreement: str, matter: str) -> Case | None:
    """Give one case as it serves; None where there is none: one query."""
    return Case.objects.filter(_serves(agreement), matter=matter).select_related("edition").first()


def cases(
    agreements: Iterable[str],
    filters: Filters | None = None,
    after: After | None = None,
    *,
    within: Q | None = None,
    most: int = PAGE,
) -> list[Case]:
    """Give a page of cases, the latest move first: two queries.

    One more than `most` where there are more. `within` is a condition that all must meet.
    """
    filters = filters or Filters()
    editions = [edition.pk for edition in serving(agreements).values()]
    found = _filtered(_of_editions(editions, filters).filter(within or Q()), filters)
    if after is not None:
        last_at, matter = after
        found = found.filter(Q(last_at__lt=last_at) | Q(last_at=last_at, matter__gt=matter))
    return list(found.order_by("-last_at", "matter")[: most + 1])


def _of_editions(editions: Sequence[int], filters: Filters) -> QuerySet[Case]:
    """Cases of the editions that serve.

    Of several, where most cases are wanted, the order of the list leads to them; for SQLite that
    needs the edition to be no plain column, or it reads them all and sorts them.
    """
    is_narrow = filters.families or filters.turn or filters.late_on or filters.assigned_to
    if len(editions) == 1 or is_narrow or filters.filed:
        return Case.objects.filter(edition__in=editions)
    return Case.objects.alias(of_edition=F("edition_id") + 0).filter(of_edition__in=editions)


def _filtered(found: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    if filters.families:
        found = found.filter(family__in=filters.families)
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.turn:
        found = found.filter(owes__in=filters.turn, state=Case.State.OPEN)
    if filters.late_on is not None:
        found = found.filter(due_on__lt=filters.late_on, state=Case.State.OPEN)
    files = CaseFile.objects.filter(agreement=OuterRef("agreement"), matter=OuterRef("matter"))
    if filters.assigned_to is not None:
        found = found.filter(Exists(files.filter(assigned_to=filters.assigned_to)))
    if filters.filed is not None:
        is_filed = Exists(files.filter(is_filed=True))
        found = found.filter(is_filed if filters.filed else ~is_filed)
    return found


def cases_by_key(keys: Iterable[tuple[str, str]]) -> list[Case]:
    """Give cases by (agreement, first notice), as far as they serve: one query."""
    wanted = set(keys)
    found = Case.objects.filter(
        edition__state=DeskEdition.State.SERVING, matter__in={matter for _, matter in wanted}
    )
    return [one for one in found.order_by("opened_at") if (one.agreement, one.matter) in wanted]


def thread(of: Case) -> Thread:
    """Give all notices of a case: two queries."""
    further = {
        (row.party, row.place): row
        for row in AlsoIn.objects.filter(edition=of.edition_id, matter=of.matter)
    }
    jtis = [row.jti for row in further.values()]
    found = Dealing.objects.filter(edition=of.edition_id).filter(
        Q(matter=of.matter) | Q(jti__in=jtis)
    )
    dealings = [
        dealing
        for dealing in found.order_by("issued_at", "party", "place")
        if dealing.matter == of.matter or (dealing.party, dealing.place) in further
    ]
    standings = {place: row.standing for place, row in further.items()}
    return Thread(tuple(dealings), standings)


def dealings(agreement: str, jtis: Sequence[str]) -> dict[str, Dealing]:
    """Find notices that count by their ids: one query."""
    found = Dealing.objects.filter(_serves(agreement), jti__in=jtis, is_set_aside=False)
    return {dealing.jti: dealing for dealing in found.order_by("-party", "-place")}


def dealing_at(agreement: str, party: str, generation: int, seq: int) -> Dealing | None:
    """Give the notice at a place in a journal; None where it is not derived (yet): one query."""
    found = Dealing.objects.filter(_serves(agreement), party=party)
    return found.filter(place=place(generation, seq)).first()


def lost(agreements: Iterable[str], *, within: Q | None = None) -> list[Dealing]:
    """Give the latest notices that answer nothing known and so stand in no case: one query."""
    found = Dealing.objects.filter(
        within or Q(),
        edition__agreement__in=list(agreements),
        edition__state=DeskEdition.State.SERVING,
        standing=Standing.ANSWERS_NOTHING_KNOWN,
        matter="",
    )
    return list(found.select_related("edition").order_by("-issued_at", "party", "-place")[:LOST])


def naming(agreement: str, jti: str) -> list[Dealing]:
    """Give the notices that name a notice, however they do: two queries."""
    named = Naming.objects.filter(_serves(agreement), named=jti)
    return _found(agreement, named.values_list("party", "place"))


def answers_to(agreement: str, jti: str) -> list[Dealing]:
    """Give the notices that answer a notice: two queries."""
    named = Naming.objects.filter(_serves(agreement), named=jti, relation="answers")
    return _found(agreement, named.values_list("party", "place"))


def _found(agreement: str, places: Iterable[tuple[str, int]]) -> list[Dealing]:
    wanted = set(places)
    found = Dealing.objects.filter(_serves(agreement), place__in={at for _, at in wanted})
    return [
        dealing
        for dealing in found.order_by("issued_at", "party", "place")
        if (dealing.party, dealing.place) in wanted
    ]


def linked_cases(of: Case, jtis: Sequence[str]) -> list[Case]:
    """Give the other cases to which its notices, or whose notices to it, point: four queries.

    `jtis` are the notices of the case.
    """
    names = Naming.objects.filter(edition=of.edition_id)
    out = names.filter(jti__in=jtis).values_list("named", flat=True)
    back = names.filter(named__in=jtis).values_list("jti", flat=True)
    others = {*out, *back} - set(jtis)
    matters = Dealing.objects.filter(edition=of.edition_id, jti__in=others).exclude(matter="")
    wanted = set(matters.values_list("matter", flat=True)) - {of.matter}
    found = Case.objects.filter(edition=of.edition_id, matter__in=wanted)
    return list(found.order_by("opened_at", "matter"))


def _serves(agreement: str) -> Q:
    return Q(edition__agreement=agreement, edition__state=DeskEdition.State.SERVING)
