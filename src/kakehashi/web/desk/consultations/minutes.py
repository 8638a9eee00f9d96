"""Minutes of a consultation as shapes: versions, what was concluded, and what a version changes."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from kakehashi.core.consultations import Version
from kakehashi.core.minutes import Change, Part, changes
from kakehashi.core.notices.payload import Payload
from kakehashi.core.notices.text import Text
from kakehashi.web.desk.consultations.meetings import Meeting
from kakehashi.web.desk.consultations.shown import party_name, several
from kakehashi.web.desk.notices import reading
from kakehashi.web.desk.speech import said
from kakehashi.web.parts.shapes import Lines, Link, Shown, Status, Table


def versions_table(meeting: Meeting) -> Table:
    """The versions of the minutes: who wrote which, and who agreed."""
    rows = [
        (
            Link(_("Version %(number)s") % {"number": number}, meeting.said[version.notice].href),
            party_name(meeting, version.party),
            _version_state(meeting, version),
        )
        for number, version in enumerate(meeting.state.versions, 1)
    ]
    columns = [_("Minutes"), _("Written by"), _("State")]
    empty = _("There are no minutes yet.")
    return Table(_("Minutes"), columns, rows, hidden_caption=True, empty=empty)


def _version_state(meeting: Meeting, version: Version) -> Shown:
    if version.agreed_by:
        if version.differs:
            return Status(_("Agreed, with other days or actions than they have"), "warning")
        return Status(_("Agreed by both sides"), "good")
    if version is meeting.state.versions[-1]:
        return Status(_("To be agreed or corrected"), "waiting")
    return Status(_("Replaced by a correction"), "ended")


def minutes_items(meeting: Meeting) -> Table | str:
    """What was said and concluded, item by item, in the version that counts."""
    latest = meeting.state.latest
    written = meeting.written(latest) if latest else None
    if written is None:
        return ""
    rows = [
        (
            item.number,
            said(item.subject.label),
            Lines(reading.written(item.title)),
            _texts(item.said),
            _texts((item.concluded,) if item.concluded else ()),
        )
        for item in written.minutes.items
    ]
    columns = [_("Number"), _("Subject"), _("Item"), _("Said"), _("Concluded")]
    return Table(_("What was said and concluded"), columns, rows)


def _texts(texts: Iterable[Text]) -> Shown:
    shown = [line for text in texts for line in reading.written(text)]
    return format_html_join("", "<p>{}</p>", ((one,) for one in shown)) if shown else "–"


def compared(meeting: Meeting) -> list[Table]:
    """Each version beside the one before it: only what differs."""
    written = [meeting.written(version) for version in meeting.state.versions]
    tables = []
    for number, (before, after) in enumerate(pairwise(written), 2):
        if before is None or after is None:
            continue
        rows = [row for change in changes(before, after) for row in _differences(change)]
        caption = _("What version %(number)s changes") % {"number": number}
        columns = [_("Place"), _("Before"), _("After")]
        tables.append(Table(caption, columns, rows, empty=_("The text is the same.")))
    return tables


def _differences(change: Change) -> Iterator[tuple[Shown, Shown, Shown]]:
    before, after = _cells(change.before), _cells(change.after)
    where = {
        Part.HEAD: _("Meeting"),
        Part.ITEM: _("Item %(key)s") % {"key": change.key},
        Part.ACTION: _("Action %(key)s") % {"key": change.key},
    }[change.part]
    for key in dict.fromkeys((*before, *after)):
        if str(before.get(key, "")) != str(after.get(key, "")):
            yield f"{where}: {key}", before.get(key, "–"), after.get(key, "–")


def _cells(payloads: Sequence[Payload] | None) -> dict[str, Shown]:
    rows = [row for payload in payloads or () for row in reading.rows(payload)]
    return {str(row.key): several(row.values) for row in rows}
