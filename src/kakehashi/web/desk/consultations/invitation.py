"""An invitation as a calendar file: when and where, in a named zone, and nothing confidential."""

from datetime import datetime

import icalendar
from django.utils.translation import gettext as _

from kakehashi import node
from kakehashi.web.desk import showing
from kakehashi.web.desk.consultations.meetings import Meeting


def calendar_file(
    meeting: Meeting, *, begins: datetime, ends: datetime, href: str, now: datetime
) -> bytes:
    """Write the day that was set as one event (RFC 5545); its hours are aware, in a named zone.

    It names the agreement, the form and the place that the sides settled on. What is on the
    agenda stays at the desk.
    """
    event = icalendar.Event()
    event.add("uid", f"{meeting.case.matter}@{node.this().name}")
    event.add("dtstamp", now)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", _("Consultation") + ": " + showing.title_of(meeting.case.agreement))
    if meeting.place:
        event.add("location", meeting.place.text)
    event.add("description", _("Agenda and papers stand at the desk."))
    event.add("url", href)
    event.add("class", "PRIVATE")
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{node.this().name}//kakehashi//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
