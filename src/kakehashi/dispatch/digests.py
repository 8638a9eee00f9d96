"""Officers' daily e-mails: taken one by one, counted, handed to the mail server."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import Act, OfficerFacts, reach
from kakehashi.accounts.queries import facts
from kakehashi.core.notices import AUTOMATIC_KINDS, PROTOCOL_KINDS
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk import digests
from kakehashi.desk.digests import Counts
from kakehashi.exchange import mail
from kakehashi.exchange.actions import clear_alarm, raise_alarm
from kakehashi.exchange.models import Alarm

HOUR: Final = 7
"""From when on digests go out, where our offices stand."""
ALARM: Final = "mail"
NO_NEWS: Final = frozenset(AUTOMATIC_KINDS | PROTOCOL_KINDS)


@lets_out(Way.MAIL, gate=Gate.NAMELESS)
def send_one(*, now: datetime) -> bool:
    """Send the next digest that is due; say whether there was one."""
    server = node.this().identity.mail
    local = now.astimezone(_zone())
    if server is None or local.hour < HOUR:
        return False
    taken = digests.take_due(local.date(), now=now)
    if taken is None:
        return False
    officer, before = taken
    known = facts(officer, now=now)
    agreements = [a for a in node.this().agreements if reach(known, Act.READ, a) != frozenset()]
    if not (known.is_admitted and agreements):
        return True
    counted = _counts(known, agreements, local, now=now)
    if counted.is_nothing:
        return True
    subject, text = _message(officer, counted)
    try:
        name = f"digest.{officer.pk}.{local.date().isoformat()}"
        mail.send(server, to=officer.email, subject=subject, text=text, name=name)
    except mail.NotSent as failure:
        digests.give_back(officer.pk, before, now=now)
        raise_alarm(agreements[0], ALARM, str(failure), now=now)
    else:
        for agreement in agreements[:1]:
            clear_alarm(agreement, ALARM, now=now)
    return True


def _zone() -> ZoneInfo:
    ours = node.this()
    return ZoneInfo(node.profile(ours.agreements[0]).parties[ours.party].time_zone)


def _counts(
    known: OfficerFacts, agreements: list[str], local: datetime, *, now: datetime
) -> Counts:
    alarms = Alarm.objects.filter(agreement__in=agreements, cleared_at=None)
    return digests.counts(
        known.id,
        {name: reach(known, Act.READ, name) for name in agreements},
        decides={name: reach(known, Act.DECIDE, name) for name in agreements},
        troubles=alarms.exclude(code=ALARM).count(),
        unshown=NO_NEWS,
        today=local.date(),
        now=now,
    )


def _message(officer: Officer, counted: Counts) -> tuple[str, str]:
    """Write subject and text in the officer's language: counts and one link."""
    with translation.override(officer.language or "en"):
        told = (
            (counted.troubles, ngettext("%(n)s alarm", "%(n)s alarms", counted.troubles)),
            (counted.late, ngettext("%(n)s duty is late", "%(n)s duties are late", counted.late)),
            (
                counted.soon,
                ngettext(
                    "%(n)s duty is due within seven days",
                    "%(n)s duties are due within seven days",
                    counted.soon,
                ),
            ),
            (
                counted.to_sign,
                ngettext(
                    "%(n)s draft waits for a second officer",
                    "%(n)s drafts wait for a second officer",
                    counted.to_sign,
                ),
            ),
            (counted.new, ngettext("%(n)s new notice", "%(n)s new notices", counted.new)),
        )
        lines = [f"- {words % {'n': count}}" for count, words in told if count]
        subject = _("Kakehashi: today at your desk")
        link = _("Your desk: %(address)s") % {"address": f"{settings.ORIGIN}/desk/"}
        ending = _("You asked for this e-mail on your desk, and end it there.")
        return subject, "\n".join([*lines, "", link, "", ending, ""])
