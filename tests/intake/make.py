"""An intake office with two officers who hold its key, and reports as reporters leave them."""

from datetime import UTC, datetime

from kakehashi.accounts.models import Officer
from kakehashi.core.reporting.code import WayBack
from kakehashi.core.reporting.steps import Place
from kakehashi.intake import actions, keyholding
from kakehashi.intake.models import Report
from kakehashi.intake.sealing import OpenKeys

NOW = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
AGREEMENT = "jp-kh-2019"
PASSPHRASE = "seven grey herons wade"
KHMER = "គាត់យកលិខិតឆ្លងដែនរបស់ខ្ញុំ"
ANSWERS = {
    "what": {"what": ["a", "e"]},
    "story": {"story": [KHMER]},
    "who.1": {"name": ["សុខ សុភា"], "contact": ["012 345 678"]},
}


def officer(name: str) -> Officer:
    """An officer by name."""
    return Officer.objects.create(username=name, display_name=name, added_at=NOW)


def office(*names: str) -> OpenKeys:
    """The office's key, held by officers of these names; give it as the first one opens it."""
    holders = [(officer(name), PASSPHRASE) for name in names or ("sokha",)]
    keyholding.make_first_key(holders, now=NOW)
    return keyholding.open_keys(holders[0][0], PASSPHRASE)


def way(number: int = 1) -> WayBack:
    """A reporter's way back, without the slow step from the words of a code."""
    return WayBack(bytes([number]) * 32)


def draft(who: WayBack, answers: dict[str, dict[str, list[str]]] | None = None) -> Report:
    """A draft with some answers."""
    report = actions.begin_report(who, agreement=AGREEMENT, now=NOW)
    for name, fields in (ANSWERS if answers is None else answers).items():
        place = Place.named(name)
        assert place is not None
        actions.keep_answer(report, place, fields, now=NOW)
    return report


def sent(
    who: WayBack, answers: dict[str, dict[str, list[str]]] | None = None, *, now: datetime = NOW
) -> Report:
    """A report that was sent."""
    report = draft(who, answers)
    assert actions.receive_report(report, who, lang="km", now=now)
    report.refresh_from_db()
    return report
