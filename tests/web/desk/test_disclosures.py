"""Clause 3 on the desk: asked about, refused, consented, notified, compelled, handed over."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from kakehashi.accounts.permissions import RoleKind
from kakehashi.core.notices import disclosure as said
from kakehashi.desk.models import Draft, LocalDisclosure
from kakehashi.dispatch import verifying
from kakehashi.journal import queries as journals
from kakehashi.journal.actions import erase_part
from kakehashi.journal.models import Entry
from tests.web.desk import clause_3 as on
from tests.web.desk import make
from tests.web.desk.clause_3 import POLICE, SECRET, asking, police
from tests.web.desk.make import AGREEMENT, OTHER, Counterpart

pytestmark = pytest.mark.django_db


def desk(name: str, role: RoleKind, *more: RoleKind, agreement: str = AGREEMENT) -> Client:
    return make.desk_of(make.officer(name, role, *more, agreement=agreement))


@pytest.fixture
def cambodia(db: None) -> Counterpart:  # noqa: ARG001 - the database is there
    return on.there(AGREEMENT)


@pytest.fixture
def tajikistan(db: None) -> Counterpart:  # noqa: ARG001 - the database is there
    return on.there(OTHER)


def drafter(agreement: str = AGREEMENT) -> Client:
    return desk("aoi", make.DRAFTS, make.CONFIDENTIAL, agreement=agreement)


def decider(agreement: str = AGREEMENT) -> Client:
    return desk("ren", make.DECIDES, make.CONFIDENTIAL, agreement=agreement)


def asked(client: Client, jti: str, **changed: str) -> str:
    answered = client.post(asking(jti), police(**changed))
    assert answered.status_code == 200, answered.content[-2000:]
    return str(answered.content.decode()).split("<main", 1)[1]


def test_without_consent_the_page_says_no_and_begins_the_request(cambodia: Counterpart) -> None:
    item, aoi = on.reported(cambodia), drafter()
    page = asked(aoi, item)
    assert "No, it must stay (clause 3). Cambodia has not consented in writing." in page
    assert "Draft: Disclosure requested" in page
    begun = aoi.post(f"{asking(item)}draft/", police() | {"kind": "disclosure.requested"})
    assert begun.status_code == 302
    form = aoi.get(begun["Location"]).content.decode()
    assert POLICE in form
    assert item in form
    assert Draft.objects.get().kind == "disclosure.requested"


def test_a_consent_with_its_letter_lets_it_go_to_whom_it_names_alone(cambodia: Counterpart) -> None:
    item, aoi = on.reported(cambodia), drafter()
    consent = on.consented(cambodia, item, answers=(on.requested(item),))
    assert "the letter that must go with it is not on record" in asked(aoi, item)
    on.letter_received(AGREEMENT, consent)
    page = asked(aoi, item)
    assert "Yes, it may go (clause 3)." in page
    assert "Record handing over" in page
    assert "has not consented" in asked(aoi, item, name="A newspaper", sort="press")
    assert "has not consented" in asked(aoi, on.reported(cambodia))


def test_the_letter_that_is_missing_is_registered_from_the_verdict(cambodia: Counterpart) -> None:
    item, aoi = on.reported(cambodia), drafter()
    consent = on.consented(cambodia, item)
    begun = aoi.post(f"{asking(item)}draft/", police() | {"kind": "letter.registered"})
    form = aoi.get(begun["Location"]).content.decode()
    assert f'value="{consent}" checked' in form
    assert 'value="disclosure.consented" selected' in form
    assert 'name="confidential.0.file_number"' in form


def test_a_refusal_and_a_withdrawal_close_the_way(cambodia: Counterpart) -> None:
    item, aoi = on.reported(cambodia), drafter()
    on.refused(cambodia, on.requested(item))
    assert "Cambodia refused its consent." in asked(aoi, item)
    consent = on.consented(cambodia, item)
    on.letter_received(AGREEMENT, consent)
    assert "Yes, it may go" in asked(aoi, item)
    on.withdrawn(cambodia, consent)
    assert "Cambodia has withdrawn its consent." in asked(aoi, item)


def test_an_expired_consent_holds_no_more(cambodia: Counterpart) -> None:
    item = on.reported(cambodia)
    consent = on.consented(cambodia, item, until_on=on.YESTERDAY)
    on.letter_received(AGREEMENT, consent)
    assert "The consent of Cambodia has expired." in asked(drafter(), item)


def test_where_notice_rules_it_goes_once_notice_and_letter_have_arrived(
    tajikistan: Counterpart,
) -> None:
    item, aoi = on.reported(tajikistan), drafter(OTHER)
    page = asked(aoi, item)
    assert "Tajikistan has had no written notice." in page
    assert "Draft: Disclosure notified" in page
    notice = on.notified(OTHER, item)
    assert "has no receipt yet" in asked(aoi, item)
    tajikistan.receive()
    assert "the letter that must go with it is not on record" in asked(aoi, item)
    on.letter_arrived(tajikistan, notice)
    assert "Yes, it may go (clause 3). The other side had written notice of it." in asked(aoi, item)


@pytest.mark.parametrize("agreement", [AGREEMENT, OTHER])
def test_our_own_information_goes_by_two_officers(agreement: str) -> None:
    on.there(agreement)
    item, aoi, ren = on.reported_by_us(agreement), drafter(agreement), decider(agreement)
    assert "nobody decided to pass it on" in asked(aoi, item)
    local = proposed(aoi, item, "own-decision", purpose="To investigate")
    assert "A second officer has not confirmed it." in asked(aoi, item)
    assert confirm(aoi, local).status_code == 403
    assert confirm(ren, local).status_code == 302
    assert "Two officers of this side decided it" in asked(aoi, item)
    assert Entry.objects.filter(kind="own-disclosure.decided").count() == 1


def proposed(client: Client, jti: str, what: str, **told: object) -> LocalDisclosure:
    first = client.post(f"{asking(jti)}propose/", police() | {"what": what})
    assert first.status_code == 200
    given = police() | {"what": what, "step": "propose"} | told
    answered = client.post(f"{asking(jti)}propose/", given)
    assert answered.status_code == 302, answered.content.decode().split("<main")[1][:1500]
    assert client.get(answered["Location"]).status_code == 200
    return LocalDisclosure.objects.latest("proposed_at")


def confirm(client: Client, local: LocalDisclosure, again: str = "confirm") -> Any:
    return client.post(f"/desk/disclosures/acts/{local.public_id}/", {"again": again})


def test_a_law_compels_only_when_established_by_two_and_told_unless_forbidden(
    cambodia: Counterpart,
) -> None:
    item, aoi, ren = on.reported(cambodia), drafter(), decider()
    law = {"law": "Code of procedure 218", "authority": "Osaka District Court"}
    open_one = proposed(aoi, item, "compulsion", may_tell="yes", **law)
    confirm(ren, open_one)
    page = asked(aoi, item)
    assert "does not forbid telling Cambodia, who was not told" in page
    assert "Draft: Disclosure compelled" in page
    secret = proposed(aoi, item, "compulsion", may_tell="no", **law)
    assert confirm(ren, secret).status_code == 302
    assert "A law compels it" in asked(aoi, item)


def handed(client: Client, item: str) -> LocalDisclosure:
    told = {"person": "Inspector Tanaka", "means": "By hand", "purpose": "The report of January"}
    return proposed(client, item, "handing-over", **told)


def test_what_is_handed_over_is_marked_recorded_and_taken_by_two(cambodia: Counterpart) -> None:
    item, aoi, ren = on.reported(cambodia), drafter(), decider()
    on.letter_received(AGREEMENT, on.consented(cambodia, item))
    local = handed(aoi, item)
    where = f"/desk/disclosures/acts/{local.public_id}/"
    assert aoi.post(f"{where}file/").status_code == 404
    assert confirm(ren, local).status_code == 302
    answered = ren.post(f"{where}file/")
    assert answered["Content-Type"] == "application/octet-stream"
    with ZipFile(BytesIO(answered.content)) as bundle:
        names = bundle.namelist()
        text = "".join(
            page.extract_text() for page in PdfReader(BytesIO(bundle.read("notice.pdf"))).pages
        )
    assert [name for name in names if name.startswith("files/")]
    assert SECRET in text
    assert f"For {POLICE} (JP) only." in text.replace("\n", " ")
    local.refresh_from_db()
    assert (local.basis, local.clause) == ("consent", "3")
    assert len(local.digest) == 64
    assert Entry.objects.filter(kind="disclosure.handed-over").count() == 1


def test_a_handing_over_is_asked_about_again_when_it_is_confirmed_and_downloaded(
    cambodia: Counterpart,
) -> None:
    item, aoi, ren = on.reported(cambodia), drafter(), decider()
    consent = on.consented(cambodia, item)
    on.letter_received(AGREEMENT, consent)
    first, second = handed(aoi, item), handed(aoi, item)
    assert confirm(ren, first).status_code == 302
    on.withdrawn(cambodia, consent)
    refused = confirm(ren, second)
    assert refused.status_code == 409
    assert "has withdrawn its consent" in refused.content.decode()
    assert ren.post(f"/desk/disclosures/acts/{first.public_id}/file/").status_code == 403
    blocked = aoi.post(f"{asking(item)}propose/", police() | {"what": "handing-over"})
    assert blocked.status_code == 302


def test_a_consent_for_one_disclosure_is_used_up_by_it(cambodia: Counterpart) -> None:
    item, aoi, ren = on.reported(cambodia), drafter(), decider()
    on.letter_received(AGREEMENT, on.consented(cambodia, item, once=True))
    first, second = handed(aoi, item), handed(aoi, item)
    assert confirm(ren, first).status_code == 302
    assert confirm(ren, second).status_code == 409
    assert ren.post(f"/desk/disclosures/acts/{first.public_id}/file/").status_code == 200
    assert "was for one disclosure" in asked(aoi, item)
    register = aoi.get("/desk/disclosures/").content.decode()
    assert ">Used<" in register
    assert ">Holds<" not in register


def test_another_agreement_is_outside_and_is_asked_about_like_anybody(
    cambodia: Counterpart,
) -> None:
    item, aoi = on.reported(cambodia), drafter()
    key = f"agreement~~~{OTHER}"
    assert "has not consented" in asked(aoi, item, whom=key, name="")
    begun = aoi.post(
        f"{asking(item)}draft/", police(whom=key, name="") | {"kind": "disclosure.requested"}
    )
    assert OTHER in aoi.get(begun["Location"]).content.decode()
    consent = on.consented(cambodia, item, to=on.recipient("Tajikistan", body=OTHER))
    on.letter_received(AGREEMENT, consent)
    assert "Yes, it may go" in asked(aoi, item, whom=key, name="")


def test_what_is_restricted_stays_whatever_is_on_record(cambodia: Counterpart) -> None:
    item = make.known(cambodia, "exams.reported")
    page = asked(drafter(), item)
    assert "It is restricted" in page
    assert "Draft:" not in page


def test_the_register_shows_every_turn_and_narrows(cambodia: Counterpart) -> None:
    item, aoi = on.reported(cambodia), drafter()
    asked_for = on.requested(item)
    consent = on.consented(cambodia, item, answers=(asked_for,), until_on=date(2099, 1, 1))
    on.letter_received(AGREEMENT, consent)
    soon = timezone.localdate() + timedelta(days=5)
    on.consented(cambodia, item, to=on.recipient("A court"), until_on=soon)
    proposed(aoi, item, "compulsion", may_tell="no", law="A law", authority="A court")
    page = aoi.get(f"/desk/disclosures/?agreement={AGREEMENT}").content.decode()
    for words in (POLICE, "A court (JP)", "Disclosure requested", "Consented", "Holds"):
        assert words in page, words
    assert "Ends within thirty days" in page
    only = aoi.get("/desk/disclosures/?sort=compelled").content.decode().split("</form>")[-1]
    assert "Compelled by law" in only
    assert "Disclosure consented" not in only
    by_item = aoi.get(f"/desk/disclosures/?item={item}&by=KH").content.decode()
    assert "A court (JP)" in by_item
    nothing = aoi.get(f"/desk/disclosures/?item={consent}").content.decode()
    assert "Nothing is on record." in nothing


def test_the_morning_page_says_what_waits_and_what_ends(cambodia: Counterpart) -> None:
    item, aoi, ren = on.reported(cambodia), drafter(), decider()
    on.consented(cambodia, item, until_on=timezone.localdate() + timedelta(days=5))
    proposed(aoi, item, "compulsion", may_tell="no", law="A law", authority="A court")
    mine, theirs = (client.get("/desk/").content.decode() for client in (aoi, ren))
    assert "Ends after" in mine
    assert "Compelled by law" not in mine
    assert "Compelled by law" in theirs
    mei = desk("mei", make.DRAFTS)
    assert "Ends after" not in mei.get("/desk/").content.decode()


def test_the_register_is_paged_to_its_end(cambodia: Counterpart) -> None:
    item, aoi = on.reported(cambodia), drafter()
    for _ in range(27):
        on.consented(cambodia, item)
    first = aoi.get("/desk/disclosures/").content.decode()
    table = first.split("Register of disclosures")[1]
    assert table.count("Disclosure consented") == 25
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = aoi.get(f"/desk/disclosures/{older}").content.decode()
    assert rest.split("Register of disclosures")[1].count("Disclosure consented") == 2
    assert 'rel="next"' not in rest


def test_the_side_that_is_asked_answers_with_item_and_recipient_in_place(
    cambodia: Counterpart,
) -> None:
    item, aoi = on.reported_by_us(AGREEMENT), drafter()
    content = said.DisclosureRequest(
        items=on.items(item), recipients=(on.recipient(),), purpose=on.words("To investigate")
    )
    request = cambodia.issue(said.DisclosureRequested(confidential=content), "3")
    page = aoi.get("/desk/disclosures/").content.decode()
    assert "Draft: Disclosure consented" in page
    assert "Draft: Disclosure refused" in page
    begun = aoi.post(f"{asking(request)}answer/", {"kind": "disclosure.consented"})
    form = aoi.get(begun["Location"]).content.decode()
    assert POLICE in form
    assert item in form


def test_only_confidential_eyes_ask_and_read_the_register(cambodia: Counterpart) -> None:
    item = on.reported(cambodia)
    mei = desk("mei", make.DRAFTS)
    assert mei.get("/desk/disclosures/").status_code == 403
    assert mei.get(asking(item)).status_code == 403
    rustam = desk("rustam", *RoleKind, agreement=OTHER)
    assert rustam.get(asking(item)).status_code == 404
    assert rustam.get(f"/desk/disclosures/?agreement={AGREEMENT}").status_code == 404


def test_a_form_that_is_refused_keeps_what_was_typed_and_says_what_to_mend(
    cambodia: Counterpart,
) -> None:
    item, aoi = on.reported(cambodia), drafter()
    answered = aoi.post(asking(item), police(country="Japan", points="x"))
    page = answered.content.decode()
    assert answered.status_code == 422
    assert POLICE in page
    assert "Enter numbers, such as 1, 3." in page


def test_each_page_takes_a_fixed_number_of_queries(cambodia: Counterpart) -> None:
    item, aoi = on.reported(cambodia), drafter()

    def counted() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as register:
            aoi.get("/desk/disclosures/")
        with CaptureQueriesContext(connection) as page:
            aoi.post(asking(item), police())
        return len(register), len(page)

    def more(number: int) -> None:
        court = on.recipient(f"Court {number}")
        on.letter_received(AGREEMENT, on.consented(cambodia, item, to=court))
        proposed(aoi, item, "compulsion", may_tell="no", law="A law", authority="A court")

    more(1)
    before = counted()
    for number in range(2, 6):
        more(number)
    assert counted() == before
    assert max(before) <= 45


def test_a_consent_whose_text_was_erased_lets_nothing_out_any_more(cambodia: Counterpart) -> None:
    item, aoi = on.reported(cambodia), drafter()
    consent = on.consented(cambodia, item)
    on.letter_received(AGREEMENT, consent)
    assert "Yes, it may go" in asked(aoi, item)
    entry = Entry.objects.select_related("journal").get(jti=consent)
    for part in journals.parts(entry.journal, entry.index, entry.index + 1):
        if part.role == "confidential":
            erase_part(journal=entry.journal, index=entry.index, number=part.number)
    assert "has not consented" in asked(aoi, item)
    assert "Erased" in aoi.get("/desk/disclosures/").content.decode()
    assert list(verifying.verify_agreement(AGREEMENT)) == []


def test_what_is_derived_again_lets_out_the_same(cambodia: Counterpart) -> None:
    item = on.reported(cambodia)
    on.letter_received(AGREEMENT, on.consented(cambodia, item))
    aoi = drafter()
    assert "Yes, it may go" in asked(aoi, item)
    verifying.rebuild(AGREEMENT)
    assert "Yes, it may go" in asked(aoi, item)
