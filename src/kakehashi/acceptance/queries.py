"""What batches and applications say: work to do, counts, rows of a page, who was seen before."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kakehashi.acceptance import exams
from kakehashi.acceptance.models import Application, Batch, BatchFile, PassedExam, Query, Ruling
from kakehashi.acceptance.sealing import Seal, file_of, files_of, seal_of, seals_of
from kakehashi.acceptance.staging import Names, usual_of
from kakehashi.core.acceptance_check import Finding, Reason, Verdict, Weight
from kakehashi.core.acceptance_check import facts as core
from kakehashi.core.acceptance_check.reading import application
from kakehashi.core.listing import Finding as ListFinding
from kakehashi.core.listing import Flaw
from kakehashi.database.prepared import TEXT, Prepared

MOST_SIGHTS: Final = 5
"""Other applications that one application's reasons name."""

_UNANSWERED: Final = Prepared(
    lambda: Query.objects.filter(agreement=TEXT[0], answer="").order_by("id")
)


def to_do(*, now: datetime) -> Batch | None:
    """Give the batch that is read or checked next: the first taken of those whose turn it is."""
    states = (Batch.State.READING, Batch.State.CHECKING)
    its_turn = Q(next_attempt_at=None) | Q(next_attempt_at__lte=now)
    return Batch.objects.filter(its_turn, state__in=states, erased_at=None).order_by("id").first()


def waiting(batch: Batch, *, at_most: int) -> list[Application]:
    """Give the next applications of a batch that wait for the check, by their lines."""
    rows = Application.objects.filter(batch=batch, state=Application.State.WAITING)
    return list(rows.order_by("line")[:at_most])


def batches(agreements: Iterable[str]) -> QuerySet[Batch]:
    """Give the batches of some agreements, the latest first."""
    found = Batch.objects.filter(agreement__in=list(agreements)).exclude(state=Batch.State.TAKING)
    return found.select_related("taken_by").order_by("-id")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many applications of a batch have which verdict; `left` wait, `aside` do not count."""

    by_verdict: Mapping[Verdict, int]
    left: int
    total: int
    aside: int

    @property
    def checked(self) -> int:
        """How many were checked."""
        return self.total - self.left


def counts(some: Sequence[Batch]) -> dict[int, Counts]:
    """Count the applications of some batches by verdict: one query."""
    grouped = (
        Application.objects.filter(batch__in=some)
        .order_by()
        .values_list("batch", "state", "verdict", "is_counted")
        .annotate(number=Count("pk"))
    )
    found: dict[int, dict[str, int]] = {batch.pk: {} for batch in some}
    for batch, state, verdict, is_counted, number in grouped:
        sums = found[batch]
        name = verdict if state == Application.State.CHECKED else "left"
        sums[name] = sums.get(name, 0) + number
        if not is_counted:
            sums["aside"] = sums.get("aside", 0) + number
    return {batch: _counts(sums) for batch, sums in found.items()}


def _counts(sums: Mapping[str, int]) -> Counts:
    by_verdict = {verdict: sums.get(verdict.value, 0) for verdict in Verdict}
    left = sums.get("left", 0)
    return Counts(by_verdict, left, sum(by_verdict.values()) + left, sums.get("aside", 0))


@dataclass(frozen=True, slots=True)
class Opened:
    """An application as an officer sees it: what it states, and every reason."""

    row: Application
    stated: core.Application
    texts: Mapping[str, str]
    reasons: tuple[Reason, ...]


def opened(batch: Batch, rows: Iterable[Application]) -> list[Opened]:
    """Open applications of one batch. Gone where it was erased."""
    seal, usual, known = seal_of(batch), usual_of(batch), exams.known()
    made = []
    for row in rows:
        said = seal.open_said(bytes(row.stated), at=f"{row.line}/stated")
        found = _found(row, seal)
        stated = application(said["texts"], usual, known, shifted=said["shifted"])
        made.append(
            Opened(
                row,
                stated,
                said["texts"],
                tuple(_reason(one) for one in found["reasons"]) if found else (),
            )
        )
    return made


def _found(row: Application, seal: Seal) -> dict[str, Any]:
    return seal.open_said(bytes(row.found), at=f"{row.line}/found") if row.found else {}


def _reason(said: Mapping[str, object]) -> Reason:
    told = said["said"]
    return Reason(
        Finding(str(said["finding"])),
        Weight(str(said["weight"])),
        str(said["clause"]),
        dict(told) if isinstance(told, dict) else {},
    )


@dataclass(frozen=True, slots=True)
class Named:
    """What a batch is called, and why it was refused, where it was."""

    name: str
    refusal: tuple[ListFinding, ...] = field(default=())


def named(batch: Batch) -> Named:
    """Read what a batch is called; nothing where it was erased."""
    return names_of([batch])[batch.pk]


def names_of(some: Sequence[Batch]) -> dict[int, Named]:
    """Read what some batches are called: two queries."""
    seals = seals_of(some)
    found = {batch.pk: Named("") for batch in some}
    for batch, data in files_of(seals, BatchFile.ABOUT).items():
        said = json.loads(data)
        flaws = (ListFinding(Flaw(one.pop("flaw")), **one) for one in said.get("refusal", ()))
        found[batch] = Named(str(said["name"]), tuple(flaws))
    return found


def doubts(batch: Batch, *, at_most: int = 20) -> list[tuple[str, int]]:
    """Give the combinations of findings that are to be asked about, the most frequent first.

    What was asked already is left out.
    """
    rows = _to_ask(batch).order_by().values_list("findings").annotate(number=Count("pk"))
    return sorted(rows, key=lambda pair: (-pair[1], pair[0]))[:at_most]


def in_doubt(batch: Batch, findings: str, *, at_most: int) -> list[Application]:
    """Give the applications with exactly these findings that are not asked about yet."""
    return list(_to_ask(batch).filter(findings=findings).order_by("line")[:at_most])


def _to_ask(batch: Batch) -> QuerySet[Application]:
    asked = Query.objects.filter(application=OuterRef("pk"))
    rows = Application.objects.filter(batch=batch, verdict=Verdict.ASK, is_counted=True)
    return rows.filter(~Exists(asked), state=Application.State.CHECKED)


def picture(row: Application, seal: Seal) -> bytes | None:
    """Read the picture of an application's certificate."""
    return file_of(row.batch_id, seal, row.picture)


@dataclass(frozen=True, slots=True)
class Before:
    """Rows beside those of a slice: of the same application, and with the same certificate."""

    same: Mapping[str, tuple[Application, ...]]
    certificate: Mapping[str, tuple[Application, ...]]
    numbers: Mapping[object, tuple[PassedExam, ...]]
    days: Mapping[object, tuple[PassedExam, ...]]
    passes: Mapping[object, tuple[PassedExam, ...]]


def before(agreement: str, rows: Sequence[tuple[Application, Names]]) -> Before:
    """Find what else is known of some applications' tokens: five queries, however many."""
    under = Application.objects.filter(batch__agreement=agreement).select_related("batch")
    light = under.defer("stated", "found", "findings")
    own = [row.pk for row, _ in rows]
    passes = list(PassedExam.objects.filter(application__in=own))
    others = PassedExam.objects.exclude(application__batch__erased_at__isnull=False)
    near = others.select_related("application__batch")
    certificates = {names.certificate for _, names in rows if names.certificate}
    numbers = {one.number for one in passes if one.number}
    days = {one.person_day for one in passes if one.person_day}
    return Before(
        same=_grouped(light.filter(same__in={names.same for _, names in rows}), "same"),
        certificate=_grouped(light.filter(certificate__in=certificates), "certificate"),
        numbers=_passes(near.filter(number__in=numbers), "number") if numbers else {},
        days=_passes(near.filter(person_day__in=days), "person_day") if days else {},
        passes=_passes(passes, "application_id"),
    )


def _grouped(rows: Iterable[Application], by: str) -> dict[str, tuple[Application, ...]]:
    found: dict[str, list[Application]] = {}
    for row in rows:
        found.setdefault(getattr(row, by), []).append(row)
    return {key: tuple(sorted(some, key=lambda one: one.pk)) for key, some in found.items()}


def _passes(rows: Iterable[PassedExam], by: str) -> dict[object, tuple[PassedExam, ...]]:
    found: dict[object, list[PassedExam]] = {}
    for row in rows:
        found.setdefault(getattr(row, by), []).append(row)
    return {key: tuple(some) for key, some in found.items()}


def where(row: Application) -> str:
    """Name an application in a reason: its batch's day and its line."""
    return f"{row.batch.public_id}#{row.line}"


def unanswered(agreement: str) -> list[Query]:
    """Give the queries under an agreement to which no answer is held."""
    return _UNANSWERED(agreement)


def queries_of(rows: Iterable[int]) -> dict[int, list[Query]]:
    """Give what was asked about some applications, the earliest first."""
    found: dict[int, list[Query]] = {}
    asked = Query.objects.filter(application__in=list(rows)).select_related("asked_by")
    for query in asked.order_by("id"):
        found.setdefault(query.application_id, []).append(query)
    return found


def rulings(rows: Iterable[int]) -> dict[int, Ruling]:
    """The latest ruling on some applications, by their keys: one query."""
    found = Ruling.objects.filter(application__in=list(rows)).order_by("id")
    return {one.application_id: one for one in found.select_related("ruled_by")}


def ruling_reason(ruling: Ruling, row: Application, seal: Seal) -> str:
    """Read why an officer ruled so; "" where it was erased."""
    if not ruling.reason:
        return ""
    return str(seal.open_said(bytes(ruling.reason), at=f"{row.line}/ruling")["reason"])
