"""Rows of the register of disclosures: who, what, to whom, since when, what holds today."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kakehashi.core.disclosing import CONSENTED, REFUSED, REQUESTED, recipients_of
from kakehashi.core.disclosure import Leave, Recipient, Record, Stay, Why
from kakehashi.core.disclosure_records import Handing, Refusal
from kakehashi.desk.disclosures import gathering, queries
from kakehashi.desk.disclosures.queries import Turn
from kakehashi.dispatch.leaving import item_of
from kakehashi.journal.contents import envelope_of
from kakehashi.journal.models import Entry
from kakehashi.web.desk import showing
from kakehashi.web.desk.disclosures.acts import state_of
from kakehashi.web.desk.disclosures.words import (
    BRIEFLY,
    SHORT,
    WHAT,
    party_named,
    recipient_words,
)
from kakehashi.web.desk.notices import reading
from kakehashi.web.parts.shapes import Day, Instant, Link, Shown, Status, Table, Tone

LATE: Final = (Why.CONSENT_EXPIRED, Why.NOTICE_EXPIRED)
WAITING: Final = (Why.LETTER_MISSING, Why.NOTICE_UNDELIVERED, Why.NOTICE_TOO_EARLY)


def register_table(agreement: str, turns: Sequence[Turn]) -> Table:
    """Show a page of the register; three queries."""
    items = queries.item_entries(agreement, [jti for turn in turns for jti in turn.items])
    on = gathering.today(agreement, timezone.now())
    handed = gathering.handings(agreement, list(items))
    rows = [
        (
            _title(agreement, turn),
            _who(agreement, turn),
            _items(turn, items),
            _to_whom(agreement, turn),
            _when(turn),
            *_standing(agreement, turn, items, handed, on),
        )
        for turn in turns
    ]
    columns = [
        _("What"),
        pgettext("author", "From"),
        _("Which notice"),
        _("Recipient"),
        _("When"),
        _("State"),
        _("Until"),
    ]
    return Table(_("Register of disclosures"), columns, rows, empty=_("Nothing is on record."))


def _title(agreement: str, turn: Turn) -> Shown:
    if turn.notice:
        place = [agreement, turn.notice.party, turn.notice.generation, turn.notice.seq]
        return Link(showing.kind_title(turn.notice.kind), reverse("desk_notice", args=place))
    if turn.local:
        href = reverse("desk_disclosure", args=[turn.local.public_id])
        return Link(WHAT[turn.local.what], href)
    return ""


def _who(agreement: str, turn: Turn) -> str:
    if turn.local:
        names = [turn.local.proposed_by, turn.local.decided_by]
        return ", ".join(str(name) for name in names if name)
    party = turn.spoken.party if turn.spoken else turn.notice.party if turn.notice else ""
    return party_named(agreement, party)


def _items(turn: Turn, known: Mapping[str, Entry]) -> Shown:
    shown: list[Shown] = []
    for jti in turn.items:
        entry = known.get(jti)
        if entry is None:
            shown.append(jti)
        else:
            href = showing.address_of(entry.journal, entry.index)
            shown.append(Link(showing.kind_title(entry.kind), href))
    return _lines(shown) if shown else "–"


def _lines(shown: Sequence[Shown]) -> SafeString:
    """Set several things under each other in one cell."""
    return format_html_join("", "<div>{}</div>", ((one,) for one in shown))


def _recipients(turn: Turn) -> list[Recipient]:
    found = [turn.told.recipient] if turn.told else []
    for record in turn.records:
        if not any(one.is_same(record.recipient) for one in found):
            found.append(record.recipient)
    return found


def _to_whom(agreement: str, turn: Turn) -> Shown:
    named = [recipient_words(agreement, to) for to in _recipients(turn)]
    if not named and turn.spoken is not None:
        named = [
            f"{one.names[0].text} ({one.country})" for one in recipients_of(turn.spoken.content)
        ]
    if turn.told is None and (turn.spoken is None or turn.spoken.content is None):
        return _("Erased")
    return _lines(named) if named else "–"


def _when(turn: Turn) -> Shown:
    if turn.local:
        return Instant(turn.local.proposed_at)
    return reading.moment(turn.notice.issued_at) if turn.notice else ""


def _standing(
    agreement: str,
    turn: Turn,
    items: Mapping[str, Entry],
    handed: Sequence[Handing],
    on: date,
) -> tuple[Shown, Shown]:
    """Say what stands today, and until when."""
    if turn.local:
        words = state_of(turn.local)
        basis = turn.local.basis
        return (_lines([words, SHORT[basis]]) if basis else words), "–"
    ends = turn.notice.ends_on if turn.notice else None
    until: Shown = Day(ends) if ends else "–"
    if turn.notice and turn.notice.kind == REQUESTED:
        return _answered(turn), until
    verdicts = [
        _verdict(agreement, record, items, handed, on)
        for record in turn.records
        if not isinstance(record, Refusal | Handing)
    ]
    shown = [one for one in verdicts if one]
    return (shown[0] if shown else "–"), until


def _answered(turn: Turn) -> Status:
    if CONSENTED in turn.followed:
        return Status(_("Consented"), "good")
    if REFUSED in turn.followed:
        return Status(_("Refused"), "bad")
    return Status(_("Not answered yet"), "waiting")


def _verdict(
    agreement: str,
    record: Record,
    items: Mapping[str, Entry],
    handed: Sequence[Handing],
    on: date,
) -> Status | None:
    entry = items.get(record.item)
    envelope = envelope_of(entry) if entry else None
    if envelope is None:
        return None
    verdict = queries.standing_of(record, item_of(agreement, envelope), on=on, handed=handed)
    if isinstance(verdict, Leave):
        return Status(_("Holds"), "good")
    return Status(BRIEFLY.get(verdict.why, _("Does not hold")), _tone(verdict))


def _tone(verdict: Stay) -> Tone:
    if verdict.why in WAITING:
        return "waiting"
    return "ended" if verdict.why in LATE else "bad"
