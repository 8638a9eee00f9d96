"""Japan's desk under two agreements: one asks for consent, one for notice; and what is said."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone

from kakehashi import dispatch
from kakehashi.core.envelope import Decider
from kakehashi.core.notices import Links, Notice
from kakehashi.core.notices import disclosure as said
from kakehashi.core.notices.letters import ConfidentialLetter, LetterDates, LetterRegistered
from kakehashi.core.notices.payload import Decided
from kakehashi.core.notices.text import Name, Text
from kakehashi.core.notices.values import Attachment, Body, Validity
from kakehashi.exchange.issuing import Outgoing
from kakehashi.journal.models import Entry
from tests.core.authors import Author
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, OTHER, PAPER, Counterpart

REPORT = "intermediary.reported"
SECRET = "@dara_invented"
PARTIES = {AGREEMENT: "KH", OTHER: "TJ"}
SHARING = {AGREEMENT: "4(1)", OTHER: "4 1)"}
POLICE = "Osaka Prefectural Police"
YESTERDAY = timezone.localdate() - timedelta(days=1)


def there(agreement: str) -> Counterpart:
    """The other side under an agreement that is in force."""
    author = Author(
        party=PARTIES[agreement], counterpart="JP", name="there.example", agreement=agreement
    )
    other = Counterpart(author=author).meet()
    if agreement == OTHER:
        notified, files = make.with_files("commencement.notified", Links())
        jti = other.issue(notified, "10", files=files)
        received, files = make.with_files("commencement.received", Links(answers=(jti,)))
        issue(received, "10", agreement, files=files)
    return other


def issue(notice: Notice, clause: str, agreement: str, *, files: tuple[bytes, ...] = ()) -> str:
    """Issue this very notice of ours without the desk; give its reference."""
    outgoing = Outgoing(
        notice,
        clause,
        notice.classification,
        decided=Decided(on=date(2026, 1, 10)),
        by=Decider("isa", "Director"),
        files=files,
    )
    (issued,) = dispatch.issue((outgoing,), agreement=agreement, now=timezone.now())
    dispatch.catch_up(agreement, now=timezone.now())
    return issued.jti


def reported(other: Counterpart) -> str:
    """Have the other side tell us something in confidence."""
    notice, files = make.with_files(REPORT, Links())
    return other.issue(notice, SHARING[other.agreement], files=files)


def reported_by_us(agreement: str) -> str:
    """Tell the other side something in confidence."""
    notice, files = make.with_files(REPORT, Links())
    return issue(notice, SHARING[agreement], agreement, files=files)


def place(jti: str) -> str:
    """Where a notice stands, as addresses write it."""
    entry = Entry.objects.select_related("journal").get(jti=jti)
    journal = entry.journal
    return f"{journal.agreement}/{journal.party}/{journal.generation}/{entry.index}/"


def asking(jti: str) -> str:
    """The page on which one asks whether a notice may go somewhere."""
    return f"/desk/disclosures/notices/{place(jti)}"


def police(**changed: Any) -> dict[str, str]:
    """The police of a prefecture as the form names them."""
    told = {
        "whom": "somebody",
        "name": POLICE,
        "country": "JP",
        "sort": "police",
        "form": "whole",
        "points": "",
    }
    return told | changed


def recipient(name: str = POLICE, body: str | None = None) -> said.Recipient:
    """A recipient as notices name it."""
    return said.Recipient(
        kind=said.RecipientKind.POLICE,
        body=body,
        names=(Name(text=name, lang="en", script="Latn"),),
        country="JP",
    )


def items(*ids: str) -> tuple[said.Item, ...]:
    """Whole notices as items."""
    return tuple(said.Item(notice=jti, form=said.ItemForm.WHOLE) for jti in ids)


def words(text: str) -> Text:
    """A text in English."""
    return Text(lang="en", text=text)


def requested(item: str, agreement: str = AGREEMENT) -> str:
    """Ask for consent."""
    content = said.DisclosureRequest(
        items=items(item), recipients=(recipient(),), purpose=words("To investigate")
    )
    return issue(said.DisclosureRequested(confidential=content), "3", agreement)


def consented(
    other: Counterpart,
    *ids: str,
    answers: Sequence[str] = (),
    to: said.Recipient | None = None,
    until_on: date | None = None,
    once: bool = False,
) -> str:
    """Have the other side consent."""
    content = said.Consent(
        items=items(*ids),
        recipients=(to or recipient(),),
        valid=Validity(from_on=YESTERDAY, until_on=until_on),
        once=once,
    )
    notice = said.DisclosureConsented(links=Links(answers=tuple(answers)), confidential=content)
    return other.issue(notice, "3")


def refused(other: Counterpart, answers: str) -> str:
    """Have the other side refuse."""
    content = said.Refusal(why=said.RefusedWhy.PERSONS)
    notice = said.DisclosureRefused(links=Links(answers=(answers,)), confidential=content)
    return other.issue(notice, "3")


def withdrawn(other: Counterpart, consent: str) -> str:
    """Have the other side take its consent back."""
    content = said.ConsentWithdrawal(from_on=YESTERDAY)
    notice = said.DisclosureConsentWithdrawn(links=Links(refers=(consent,)), confidential=content)
    return other.issue(notice, "3")


def notified(agreement: str, *ids: str, until_on: date | None = None) -> str:
    """Give written notice."""
    content = said.DisclosureNotice(
        items=items(*ids),
        recipients=(recipient(),),
        purpose=words("To investigate"),
        not_before_on=YESTERDAY,
        until_on=until_on,
    )
    return issue(said.DisclosureNotified(confidential=content), "3", agreement)


def letter(stands_for: str, of: str, *, direction: str) -> tuple[Notice, tuple[bytes, ...]]:
    """The letter that goes with a notice, received yesterday."""
    dates = LetterDates.model_validate(
        {
            "stands_for": stands_for,
            "direction": direction,
            "dated_on": YESTERDAY,
            "received_on": YESTERDAY,
        }
    )
    body = Body(names=(Name(text="The ministry", lang="en", script="Latn"),))
    scan = Attachment(
        number=1,
        file_name="letter.pdf",
        media_type="application/pdf",
        length=len(PAPER),
        digest=sha256(PAPER).hexdigest(),
    )
    content = ConfidentialLetter(
        file_number="A-1", headline=words("A letter"), sender=body, addressee=body, scan=scan
    )
    links = Links(answers=(of,))
    return LetterRegistered(links=links, statement=dates, confidential=content), (PAPER,)


def letter_received(agreement: str, of: str) -> str:
    """Register the letter of a consent that came here."""
    notice, files = letter("disclosure.consented", of, direction="received")
    return issue(notice, "3", agreement, files=files)


def letter_arrived(other: Counterpart, of: str) -> str:
    """Have the other side register the letter of our notice."""
    notice, files = letter("disclosure.notified", of, direction="received")
    return other.issue(notice, "3", files=files)
