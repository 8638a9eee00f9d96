"""An entry's history as people read it: what happened, when it counted, and who knew when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kakehashi.core.agreement.profile import Party, Profile
from kakehashi.core.notices.measures import LiftedWhy, SupportingOrganizationRow
from kakehashi.core.notices.organizations import Changed, SuspendedWhat
from kakehashi.core.notices.publication import WithheldWhy
from kakehashi.core.standing import What
from kakehashi.registers.queries import PublicChange, PublicEntry
from kakehashi.web.parts import naming
from kakehashi.web.parts.shapes import Banner, Day, Happening, Instant, Row, Shown, Timeline
from kakehashi.web.portal import words
from kakehashi.web.portal.particulars import grounds, laws
from kakehashi.web.portal.records import day, named, texts

LISTS = ".list-shared"
SHOWN_OPEN = 5
"""Steps whose dates are shown at once; those of older ones unfold."""


@dataclass(frozen=True)
class Step:
    """One step with its dates, its reasons, and where its proof is."""

    rows: tuple[Row, ...]
    entered_later: bool
    is_on_paper: bool
    proof: str
    clause: str
    clause_href: str
    withheld: Banner | None


def timeline(
    entry: PublicEntry, history: tuple[PublicChange, ...], profile: Profile, *, today: date
) -> Timeline:
    """Show the history, newest step first."""
    newest = list(reversed(history))
    steps = [
        _happening(entry, change, profile, today, is_open=at < SHOWN_OPEN)
        for at, change in enumerate(newest)
    ]
    return Timeline(steps, label=_("History"))


def proof_href(change: PublicChange, entry: PublicEntry) -> str:
    """Say where a step's proof is; of a list, that of the entry's row."""
    address = reverse("portal-proof", args=[change.jti])
    is_row = change.kind.endswith(LISTS) and change.what is not What.NOT_LISTED
    return f"{address}?{urlencode({'number': entry.number})}" if is_row else address


def _happening(
    entry: PublicEntry, change: PublicChange, profile: Profile, today: date, *, is_open: bool
) -> Happening:
    word, tone = words.happened(change.what)
    author = profile.parties[change.party]
    by = _("Notice of %(party)s under clause %(clause)s") % {
        "party": naming.chosen(author.names)[0],
        "clause": change.clause,
    }
    title: Shown = word
    if change.from_on > today:
        title = format_html("{} · {}", word, _("from a day to come"))
    detail = render_to_string(
        "portal/history_step.html", {"step": _step(entry, change, profile), "is_open": is_open}
    )
    return Happening(Day(change.from_on), title, SafeString(detail), by, tone)


def _step(entry: PublicEntry, change: PublicChange, profile: Profile) -> Step:
    parties = profile.parties
    other = profile.counterpart(change.party)
    rows = (*_dates(change, parties[change.party], other), *_reasons(change))
    address = reverse("portal-agreement", args=[entry.agreement])
    return Step(
        rows=tuple(row for row in rows if row),
        entered_later=change.entered_later,
        is_on_paper=change.is_on_paper,
        proof=proof_href(change, entry),
        clause=change.clause,
        clause_href=f"{address}#{clause_id(change.clause)}",
        withheld=_withheld(change),
    )


def clause_id(number: str) -> str:
    """Make an element id of a clause's number."""
    return "clause-" + "".join(c if c.isalnum() else "-" for c in number).strip("-")


def _dates(change: PublicChange, author: Party, other: Party) -> tuple[Row | None, ...]:
    publisher = author if change.published_by == author.code else other
    return (
        _row(
            _("Decided"), Day(change.decided_on, change.decided_by) if change.decided_on else None
        ),
        _row(_("Effective"), Day(change.effective_on) if change.effective_on else None),
        _row(_("Until"), Day(change.until_on) if change.until_on else None),
        Row(_("Shared by %(party)s") % _named(author), Instant(change.shared_at)),
        _row(
            _("Known to %(party)s") % _named(other),
            Instant(change.known_at) if change.known_at else _("no receipt has come yet"),
        ),
        _row(
            _("Published by %(party)s") % _named(publisher),
            Instant(change.published_at) if change.published_at else None,
        ),
    )


def _named(party: Party) -> dict[str, str]:
    return {"party": naming.chosen(party.names)[0]}


def _reasons(change: PublicChange) -> tuple[Row | None, ...]:
    content = change.content
    scope = content.get("suspended")
    why = content.get("why")
    said = [content.get(name) for name in ("explanation", "candidates", "remarks")]
    found = [named(text) for text in said if isinstance(text, dict)]
    as_of = day(content.get("since_on"))
    return (
        _row(_("What is suspended"), words.labelled((SuspendedWhat,), scope) if scope else None),
        _row(_("Why it ended"), words.labelled((LiftedWhy,), why) if why else None),
        _row(_("Grounds"), grounds(content)),
        _row(_("Legal basis"), laws(content)),
        _row(_("What changed"), _altered(change)),
        _row(_("In this state since"), Day(as_of) if as_of else None),
        _row(_("In words"), found),
    )


def _altered(change: PublicChange) -> list[Shown]:
    known = SupportingOrganizationRow.model_fields
    fields = [str(known[name].title) if name in known else name for name in change.altered]
    codes = texts(change.content, "changed")
    return [*(_(field) for field in fields), *(words.labelled((Changed,), code) for code in codes)]


def _withheld(change: PublicChange) -> Banner | None:
    if change.withheld is None:
        return None
    why = words.labelled((WithheldWhy,), change.withheld.get("why"))
    return Banner(_("The other side does not publish this: %(why)s") % {"why": why}, "warning")


def _row(key: str, value: Shown | Sequence[Shown] | None) -> Row | None:
    return Row(key, value) if value else None
