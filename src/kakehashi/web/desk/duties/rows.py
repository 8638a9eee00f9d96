"""Duties as rows of a page: who owes what to whom, since when, until when, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from kakehashi import node
from kakehashi.core.agreement import Source
from kakehashi.core.ledger import Status as LedgerStatus
from kakehashi.desk.models import Dealing, DutyRow
from kakehashi.web.desk import showing
from kakehashi.web.desk.speech import named
from kakehashi.web.parts.shapes import Day, Lines, Link, Shown, Status, Table, Tone

ENDED: Final[Mapping[str, tuple[str | Promise, Tone]]] = {
    LedgerStatus.DISCHARGED.value: (pgettext_lazy("duties", "Discharged"), "good"),
    LedgerStatus.DECLINED.value: (pgettext_lazy("duties", "Declined"), "ended"),
    LedgerStatus.LIFTED.value: (gettext_lazy("No longer asked for"), "ended"),
    LedgerStatus.WITHDRAWN.value: (gettext_lazy("Withdrawn by who asked"), "ended"),
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the notices of some rows stand: their pages by reference, and their cases."""

    notices: Mapping[str, tuple[str, str]]
    cases: Mapping[str, str]


def party_named(agreement: str, party: str) -> str:
    """A party in the reader's language."""
    known = node.profile(agreement).parties.get(party)
    return named(known.names) if known else party


def duty_words(agreement: str, duty: str, party: str, on: date) -> str:
    """What a duty asks, in the profile's words of its day."""
    profile = node.profile(agreement)
    found = profile.on(on).duty(duty, party)
    if found is None:
        found = next((d for d in profile.duties if (d.id, d.party) == (duty, party)), None)
    return named(found.does) if found else duty


def source_status(source: str) -> Status:
    """Where a duty comes from: the memorandum, or what both sides agreed on beside it."""
    if source == Source.AGREED:
        return Status(pgettext("source of a duty", "Agreed"), "waiting")
    return Status(pgettext("source of a duty", "Memorandum"), "neutral")


def places_of(rows: Sequence[tuple[str, DutyRow]]) -> Places:
    """Find the pages and cases of what rows name: one query."""
    wanted = {row.notice for _, row in rows} | {row.ended_by for _, row in rows if row.ended_by}
    found = Dealing.objects.filter(
        edition__in={row.edition_id for _, row in rows}, jti__in=wanted
    ).values_list("edition__agreement", "jti", "party", "generation", "seq", "kind", "matter")
    notices: dict[str, tuple[str, str]] = {}
    cases: dict[str, str] = {}
    for agreement, jti, party, generation, seq, kind, matter in found:
        href = reverse("desk_notice", args=[agreement, party, generation, seq])
        notices[jti] = (showing.kind_title(kind), href)
        if matter:
            cases[jti] = reverse("desk_case", args=[agreement, matter])
    return Places(notices, cases)


def duty_table(
    rows: Sequence[tuple[str, DutyRow]],
    *,
    caption: str,
    today: date,
    empty: str,
    many: bool = False,
) -> Table:
    """Rows of the ledger; `many` says that they stand under more than one agreement."""
    places = places_of(rows)
    columns = [
        _("Duty"),
        _("Who owes whom"),
        pgettext("duties", "Since"),
        _("By when"),
        pgettext("duties", "Source"),
        _("State"),
        pgettext("duties", "Opened by"),
    ]
    shown = [
        (
            _what(agreement, row, many=many),
            _who(agreement, row),
            _since(row),
            by_when(row.due_on, row.target_on),
            source_status(row.source),
            _state(row, places, today),
            _opened(row, places),
        )
        for agreement, row in rows
    ]
    return Table(caption, columns, shown, empty=empty)


def _what(agreement: str, row: DutyRow, *, many: bool) -> Shown:
    words = duty_words(agreement, row.duty, row.party, row.opened_on)
    href = reverse("desk_duty", args=[agreement, row.notice, row.duty])
    lines: list[Shown] = [Link(f"{row.clause}: {words}", href)]
    if many:
        lines.append(showing.title_of(agreement))
    return Lines(lines)


def _who(agreement: str, row: DutyRow) -> str:
    told = {
        "party": party_named(agreement, row.party),
        "other": named(node.profile(agreement).counterpart(row.party).names),
    }
    return _("%(party)s to %(other)s") % told


def _since(row: DutyRow) -> Shown:
    return Day(row.since) if row.since else _("Not received yet")


def by_when(due_on: date | None, target_on: date | None) -> Shown:
    """The day of a duty, and whose word it is: never the memorandum's."""
    lines: list[Shown] = []
    if due_on is not None:
        lines += [Day(due_on), _("named in the notice")]
    if target_on is not None:
        lines += [Day(target_on), _("agreed target")]
    return Lines(lines or [_("No day is agreed")])


def _state(row: DutyRow, places: Places, today: date) -> Shown:
    if row.ended_on is None:
        return _open_state(row.deadline_on, today)
    word, tone = ENDED.get(row.status, (row.status, "neutral"))
    if row.deadline_on and row.ended_on > row.deadline_on and tone == "good":
        word, tone = _("Discharged late"), "warning"
    title, href = places.notices.get(row.ended_by, ("", ""))
    by: Shown = Link(title, href) if href else ""
    return Lines([Status(word, tone), Day(row.ended_on), by])


def _open_state(deadline: date | None, today: date) -> Status:
    if deadline is not None and deadline < today:
        return Status(pgettext("duty", "Late"), "bad")
    return Status(pgettext("duty", "Open"), "waiting")


def _opened(row: DutyRow, places: Places) -> Shown:
    title, href = places.notices.get(row.notice, (showing.kind_title(row.kind), ""))
    lines: list[Shown] = [Link(title, href) if href else title]
    if case := places.cases.get(row.notice):
        lines.append(Link(_("Case"), case))
    return Lines(lines)
