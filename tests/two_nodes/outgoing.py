"""Notices for tests of the exchange, ready to be issued."""

from datetime import date

from kakehashi.core.envelope import Decider
from kakehashi.core.notices.examples import example
from kakehashi.core.notices.intermediaries import InformationShared, SharedInformation
from kakehashi.core.notices.organizations import SendingOrganizationApproved
from kakehashi.core.notices.payload import Classification, Decided
from kakehashi.exchange.issuing import Outgoing

AGREEMENT = "jp-kh-2019"
OFFICE = {"JP": "isa", "KH": "dem"}
DECIDED = Decided(on=date(2026, 4, 1))


def information(party: str, text: str) -> Outgoing:
    """Confidential information about something, whose account is `text`."""
    said = SharedInformation.model_validate(
        {
            "subjects": ["fees"],
            "headline": {"lang": "en", "text": "An invented report"},
            "information": {"lang": "en", "text": text},
            "source": "public-source",
        }
    )
    return Outgoing(
        InformationShared(confidential=said),
        "4(1)",
        Classification.CONFIDENTIAL,
        decided=DECIDED,
        by=Decider(OFFICE[party], "director"),
    )


def approval(number: str) -> Outgoing:
    """Cambodia's approval of an invented organization with this number, for both registers."""
    shown = example(SendingOrganizationApproved.kind)
    assert isinstance(shown, SendingOrganizationApproved)
    return Outgoing(
        SendingOrganizationApproved(public=shown.public.model_copy(update={"number": number})),
        "5(1)",
        Classification.PUBLIC,
        decided=DECIDED,
        by=Decider(OFFICE["KH"], "director"),
        effective_on=date(2026, 4, 15),
    )
