"""What two officers say was erased is erased as they say it, and screening forgets it too."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from kakehashi import dispatch
from kakehashi.core.notices.disclosure import ErasedItem, ErasureDone, ErasureReport
from kakehashi.core.parts import PartRole
from kakehashi.desk.models import Draft
from kakehashi.dispatch import verifying
from kakehashi.exchange import delivery
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Entry, Excuse
from kakehashi.journal.queries import Presence
from kakehashi.screening.models import Bearer, Proposal
from kakehashi.web.desk.drafting.filling import filled, filled_day
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, Counterpart
from tests.web.desk.test_drafts import keep, page, press
from tests.web.desk.test_screening import report_on, screen

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 1)
BROKER = ("Sok Chann", "en", "Latn")


def presence(jti: str) -> dict[str, Presence]:
    """Whether each part of a notice is still there, by its role."""
    entry = Entry.objects.select_related("journal").get(jti=jti, journal__agreement=AGREEMENT)
    parts = journals.parts(entry.journal, entry.index, entry.index + 1)
    return {part.role: part.presence for part in parts}


def drafted(drafter: Client, jti: str, parts: str = "") -> Draft:
    """A draft that erases a notice's parts, submitted for sign-off."""
    begun = {"agreement": AGREEMENT, "kind": "erasure.done", "erases": jti}
    assert drafter.post("/desk/drafts/new/", begun).status_code == 302
    draft = Draft.objects.latest("pk")
    assert jti in page(drafter, draft), "the notice is named already"
    item = ErasedItem(notice=jti, parts=(int(parts),) if parts else ())
    said = ErasureReport(items=(item,), live_on=TODAY, copies_on=TODAY)
    typed = filled(ErasureDone(confidential=said)) | {
        "envelope.clause": ["3"],
        "envelope.office": ["isa"],
        "envelope.role": ["Director"],
        **filled_day("envelope.on", date(2026, 1, 20)),
    }
    assert keep(drafter, draft, typed, "check") == 302, page(drafter, draft)
    assert press(drafter, draft, "submit") == 302
    return draft


def test_a_notice_of_the_other_side_is_erased_by_two_officers_from_its_own_page(
    counterpart: Counterpart, drafter: Client, decider: Client
) -> None:
    jti = counterpart.issue(report_on(BROKER), "4(1)")
    other = counterpart.issue(report_on(BROKER), "4(1)")
    screen()
    proposal = Proposal.objects.get()
    decision = {"state": "confirmed", "reason": "Sok Chann of Takeo, both."}
    drafter.post(f"/desk/screening/{proposal.pk}/decide/", decision)
    entry = Entry.objects.get(jti=jti, journal__agreement=AGREEMENT)
    at = f"/desk/notices/{AGREEMENT}/KH/1/{entry.index}/"
    assert "Draft: erase its confidential parts here" in drafter.get(at).content.decode()

    draft = drafted(drafter, jti)
    assert "nobody at this node opens them again" in page(decider, draft, "check/")
    assert presence(jti)[PartRole.CONFIDENTIAL] is Presence.HELD, "a draft erases nothing"
    assert press(drafter, draft, "sign-off") == 403
    assert press(decider, draft, "sign-off") == 302

    assert presence(jti)[PartRole.CONFIDENTIAL] is Presence.ERASED
    assert presence(other)[PartRole.CONFIDENTIAL] is Presence.HELD
    assert {one.source for one in Bearer.objects.all()} == {f"notice:{other}"}
    assert not Proposal.objects.exists(), "what an officer wrote of it is gone with it"
    assert "Sok Chann" not in drafter.get(at).content.decode()
    assert "erase its confidential parts" not in drafter.get(at).content.decode()
    dispatch.catch_up(AGREEMENT, now=timezone.now())
    assert list(verifying.verify_agreement(AGREEMENT)) == []
    assert not Excuse.objects.filter(journal__is_ours=True).exists(), "it is not ours to excuse"


def test_of_a_part_of_our_own_the_other_side_is_told_that_it_will_not_come(
    counterpart: Counterpart, drafter: Client, decider: Client
) -> None:
    jti = make.issue_ours(counterpart, "misconduct.informed")
    draft = drafted(drafter, jti)
    assert press(decider, draft, "sign-off") == 302
    entry = Entry.objects.get(jti=jti, journal__agreement=AGREEMENT)
    excuses = Excuse.objects.filter(journal=entry.journal, index=entry.index)
    assert excuses.exists()
    told = Entry.objects.filter(kind="part.excused", journal__is_ours=True)
    assert told.count() == excuses.count()
    assert presence(jti)[PartRole.LINKS] is Presence.HELD
    (package, *_rest) = delivery.packages_for(entry.journal, delivery.Standing(0, ()))
    assert len(package.excused) == excuses.count(), "from the first entry on it stands for the part"


@pytest.mark.parametrize(
    ("jti", "parts"), [("01900000-0000-7000-8000-000000000099", ""), ("", "0"), ("", "63")]
)
def test_what_is_not_there_or_is_never_erased_is_refused_and_nothing_is_changed(
    counterpart: Counterpart, drafter: Client, decider: Client, jti: str, parts: str
) -> None:
    reported = counterpart.issue(report_on(BROKER), "4(1)")
    draft = drafted(drafter, jti or reported, parts)
    size = Entry.objects.count()
    assert press(decider, draft, "sign-off") in {409, 422}
    assert draft.state == "submitted"
    assert Entry.objects.count() == size
    assert presence(reported)[PartRole.CONFIDENTIAL] is Presence.HELD
