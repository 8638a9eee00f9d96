"""Letters on paper at the desk: registered as a draft, confirmed, and then in the registers."""

from datetime import date
from hashlib import sha256

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kakehashi.core.notices import KINDS, Links, Notice
from kakehashi.core.standing import Register
from kakehashi.desk import sealing
from kakehashi.desk.models import Draft
from kakehashi.dispatch import verifying
from kakehashi.journal.models import Entry
from kakehashi.registers import queries as registers
from kakehashi.registers.models import Change
from tests.registers import make as shapes
from tests.registers import papers
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, Counterpart

pytestmark = pytest.mark.django_db

TYPED = {
    "direction": "received",
    "stands_for": "sending-organization.approved",
    "class": "public",
    "file_number": "外務第12号",
    "dated-year": "2019",
    "dated-month": "7",
    "dated-day": "1",
    "received-year": "2019",
    "received-month": "7",
    "received-day": "9",
    "later": "yes",
}


def letter(
    *, direction: str = "sent", number: str = "KHM900001", dated: str = "2019-07-01"
) -> Notice:
    """A public letter by which a sending organization was approved."""
    told = papers.letter(
        1, shapes.approved(0, number), direction=direction, dated=date.fromisoformat(dated)
    )
    assert told.public is not None
    assert told.statement is not None
    public = told.public.model_dump(mode="json", exclude_none=True)
    public["scan"] |= {"length": len(make.PAPER), "digest": sha256(make.PAPER).hexdigest()}
    return KINDS["letter.registered"].model_validate(
        {"statement": told.statement.model_dump(mode="json", exclude_none=True), "public": public}
    )


def confirmation(of: str) -> Notice:
    return KINDS["letter.confirmed"].model_validate(
        {"statement": {"outcome": "confirmed"}, "links": Links(answers=(of,))}
    )


def said(client: Client, url: str) -> str:
    answered = client.get(url)
    assert answered.status_code == 200, url
    return answered.content.decode()


def test_a_letter_of_theirs_counts_once_we_confirm_it(
    drafter: Client, counterpart: Counterpart
) -> None:
    jti = counterpart.issue(letter(), "5(1)", files=(make.PAPER,))
    assert "Confirm it, or say what is otherwise" in said(drafter, "/desk/letters/")
    published = Entry.objects.filter(kind="publication.confirmed")
    assert not published.exists()
    make.issue_notice(confirmation(jti), "5(1)")
    counterpart.send()
    assert not Change.objects.exists()
    counterpart.receive()
    assert published.count() == 1
    change = Change.objects.get()
    assert (change.letter, change.number) == (jti, "KHM900001")
    shown = said(drafter, "/desk/letters/")
    assert "Sent or received as registered" in shown
    assert list(verifying.verify_agreement(AGREEMENT)) == []
    today = date(2026, 1, 1)
    assert registers.entry(AGREEMENT, Register.SENDING, "KHM900001", publisher="JP", today=today)


def test_registering_begins_a_draft_with_what_is_known(drafter: Client) -> None:
    answered = drafter.post(f"/desk/letters/new/?agreement={AGREEMENT}", TYPED)
    assert answered.status_code == 302
    draft = Draft.objects.get()
    typed = sealing.open_content(draft).typed
    assert draft.kind == "letter.registered"
    assert typed["statement.stands_for"] == ["sending-organization.approved"]
    assert typed["statement.dated_on-year"] == ["2019"]
    assert typed["public.0.file_number"] == ["外務第12号"]
    assert typed["public.0.content.0.kind"] == ["sending-organization.approved"]
    assert typed["envelope.entered_later"] == ["yes"]
    form = said(drafter, answered["Location"])
    assert "外務第12号" in form
    assert "3rd Overseas Placement Office" in form


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"direction": ""}, "Say whether your side sent or received it."),
        ({"direction": "sent"}, "The side that wrote it may not say this."),
        ({"file_number": ""}, "Enter the number that stands on the letter."),
        ({"dated-year": ""}, "A date has a day, a month and a year"),
        ({"received-year": "", "received-month": "", "received-day": ""}, "Enter when it came"),
        ({"received-year": "2018"}, "It cannot have come before it was written."),
        ({"class": "secret"}, "Choose who may see it."),
    ],
)
def test_a_form_refused_keeps_what_was_typed_and_says_what_to_mend(
    drafter: Client, change: dict[str, str], words: str
) -> None:
    answered = drafter.post(f"/desk/letters/new/?agreement={AGREEMENT}", TYPED | change)
    assert answered.status_code == 422
    page = answered.content.decode()
    assert words in page
    assert page.count(words) >= 2
    assert (change.get("file_number", "外務第12号")) in page
    assert not Draft.objects.exists()


@pytest.mark.usefixtures("counterpart")
def test_who_may_not_read_what_is_confidential_registers_no_confidential_letter() -> None:
    mei = make.desk_of(make.officer("mei", make.DRAFTS))
    answered = mei.post(
        f"/desk/letters/new/?agreement={AGREEMENT}", TYPED | {"class": "confidential"}
    )
    assert answered.status_code == 422
    assert "Choose who may see it." in answered.content.decode()


@pytest.mark.usefixtures("counterpart")
def test_the_letters_of_an_agreement_are_for_its_officers() -> None:
    other = make.desk_of(make.officer("sora", make.DRAFTS, agreement=make.OTHER))
    assert other.get(f"/desk/letters/?agreement={AGREEMENT}").status_code == 404
    assert other.get(f"/desk/letters/new/?agreement={AGREEMENT}").status_code == 404


def test_the_page_asks_the_same_number_of_questions_however_many_letters_there_are(
    drafter: Client,
    counterpart: Counterpart,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    counterpart.issue(letter(), "5(1)", files=(make.PAPER,))
    with django_assert_max_num_queries(60) as few:
        said(drafter, "/desk/letters/")
    for _ in range(4):
        counterpart.issue(letter(), "5(1)", files=(make.PAPER,))
    with django_assert_max_num_queries(len(few)):
        said(drafter, "/desk/letters/")
