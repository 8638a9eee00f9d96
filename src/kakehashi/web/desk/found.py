"""What a search found, as tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kakehashi import node
from kakehashi.core.agreement.profile import Party
from kakehashi.core.cases import Family
from kakehashi.core.notices import Compartments
from kakehashi.desk.finding import Found
from kakehashi.desk.models import Case, Dealing, Draft
from kakehashi.journal.contents import Place, contents_at
from kakehashi.journal.models import Entry
from kakehashi.registers.queries import PublicEntry
from kakehashi.web.desk import showing
from kakehashi.web.desk.cases.words import FAMILIES
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.notices import reading
from kakehashi.web.desk.speech import named
from kakehashi.web.parts.shapes import Instant, Link, Named, Shown, Status, Table


def party_name(party: Party) -> str:
    """A party in the reader's language."""
    return named(party.names)


def address_of(one: Dealing) -> str:
    """The page of a notice; its edition is at hand."""
    place = [one.edition.agreement, one.party, one.generation, one.seq]
    return reverse("desk_notice", args=place)


def case_address(case: Case) -> str:
    """The page of a case."""
    return reverse("desk_case", args=[case.agreement, case.matter])


def subjects(found: Sequence[Dealing]) -> Mapping[str, Shown]:
    """What notices are about, by reference, as far as their lists may show it: two queries."""
    if not found:
        return {}
    origins = {(one.edition.agreement, one.party, one.generation, one.seq) for one in found}
    rows = [
        row
        for row in Entry.objects.filter(jti__in=[one.jti for one in found]).select_related(
            "journal"
        )
        if (row.journal.agreement, row.journal.party, row.journal.generation, row.index) in origins
    ]
    at = {(row.journal_id, row.index): row.jti for row in rows}
    return {at[place]: about for place, about in subjects_at(rows).items()}


def subjects_at(rows: Sequence[Entry]) -> Mapping[Place, Shown]:
    """What entries are about, by their places: one query."""
    shown: dict[Place, Shown] = {}
    for place, content in contents_at(rows, notices.IN_LISTS).items():
        if isinstance(content, Compartments):
            payloads = (content.public, content.restricted, content.statement)
            shown[place] = reading.subject(iter(payloads))
    return shown


def notices_table(found: Found, about: Mapping[str, Shown]) -> Table:
    """Notices, the latest first."""
    rows = [
        (
            Link(showing.kind_title(one.kind), address_of(one)),
            about.get(one.jti) or "–",
            party_name(node.profile(one.edition.agreement).parties[one.party]),
            showing.class_status(one.classification),
            Instant(datetime.fromtimestamp(one.issued_at, UTC)),
            Status(_("Set aside"), "warning")
            if one.is_set_aside
            else Status(pgettext("notice", "Counts"), "good"),
        )
        for one in found.notices
    ]
    columns = [
        _("Notice"),
        _("About"),
        pgettext("author", "From"),
        _("Class"),
        _("Issued"),
        _("State"),
    ]
    caption = _("Notices: the latest of many") if found.is_more else _("Notices")
    return Table(caption, columns, rows, empty=_("No notice."))


def cases_table(cases: Iterable[Case]) -> Table:
    """Cases, the latest move first."""
    rows = [
        (
            Link(FAMILIES[Family(case.family)], case_address(case)),
            case.subject or "–",
            showing.title_of(case.agreement),
            Status(pgettext("case", "Open"), "waiting")
            if case.state == "open"
            else Status(pgettext("case", "Closed"), "ended"),
            Instant(datetime.fromtimestamp(case.last_at, UTC)),
        )
        for case in cases
    ]
    columns = [pgettext("matter", "Case"), _("About"), _("Agreement"), _("State"), _("Last move")]
    return Table(_("Cases"), columns, rows, empty=_("No case."))


def entries_table(entries: Iterable[PublicEntry]) -> Table:
    """Entries of the registers, as their public pages show them."""
    rows = [
        (
            Link(
                one.name or one.number,
                reverse("portal-entry", args=[one.agreement, one.register, one.number]),
            ),
            one.number,
            _also(one),
            showing.title_of(one.agreement),
        )
        for one in entries
    ]
    columns = [_("Entry"), _("Number"), _("Also called"), _("Agreement")]
    return Table(_("Registers"), columns, rows, empty=_("No entry."))


def _also(one: PublicEntry) -> Shown:
    """A further name of an entry, in its own script."""
    for name in one.names[1:]:
        return Named(str(name["text"]), str(name["lang"]))
    return "–"


def drafts_table(drafts: Iterable[Draft]) -> Table:
    """One's own drafts of the kinds that were asked for."""
    return showing.draft_table(drafts)
