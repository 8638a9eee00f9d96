"""The agreement's page: since when, who consented, what is closed, and what may be done next."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kakehashi import dispatch, node
from kakehashi.accounts.models import Officer
from kakehashi.core.envelope import Decider
from kakehashi.core.notices import KINDS, Links, Notice
from kakehashi.core.notices.life import AmendmentDeclined
from kakehashi.core.notices.payload import Decided
from kakehashi.core.notices.targets import TargetsProposed
from kakehashi.desk import sealing
from kakehashi.desk.models import Draft
from kakehashi.exchange import versions
from kakehashi.exchange.issuing import IssueRefused, Outgoing
from kakehashi.exchange.models import Alarm
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, OTHER, Counterpart

pytestmark = pytest.mark.django_db

FROM = date(2027, 4, 1)
NEW = "a" * 64


def page(client: Client, agreement: str = AGREEMENT) -> str:
    answered = client.get(f"/desk/agreements/{agreement}/")
    assert answered.status_code == 200
    return answered.content.decode()


def begin(client: Client, kind: str, about: str) -> dict[str, list[str]]:
    """Press the button of a step; give what its form begins with."""
    where = f"/desk/agreements/{AGREEMENT}/next/"
    answered = client.post(where, {"kind": kind, "about": about})
    assert answered.status_code == 302, answered.status_code
    return sealing.open_content(Draft.objects.latest("pk")).typed


def amendment() -> Notice:
    text = {"lang": "en", "text": "A yearly rhythm of consultation."}
    return KINDS["amendment.proposed"].model_validate(
        {
            "statement": {"profile": NEW},
            "restricted": {"clauses": ["4(2)"], "reason": text},
        }
    )


def consent(proposal: str, *signatories: str) -> Notice:
    whole, _files = make.with_files("amendment.consented", Links(answers=(proposal,)))
    told = whole.model_dump(mode="json", exclude_none=True)
    told["statement"] = {
        "profile": NEW,
        "signatories": [{"signatory": s, "consented_on": "2026-05-01"} for s in signatories],
    }
    told["restricted"]["instruments"] = [
        told["restricted"]["instruments"][0] | {"signatories": list(signatories)}
    ]
    return KINDS["amendment.consented"].model_validate(told)


def test_where_the_memorandum_is_silent_the_page_says_that_it_is_our_reading(
    drafter: Client,
) -> None:
    shown = page(drafter)
    assert "25 March 2019" in shown
    assert "Our reading" in shown


def test_a_review_that_is_foreseen_is_a_reminder_and_no_duty(drafter: Client) -> None:
    shown = page(drafter)
    assert "1 April 2021" in shown
    assert "A reminder, not a duty." in shown


def test_a_day_that_nobody_recorded_is_not_recorded() -> None:
    mei = make.desk_of(make.officer("mei", make.DRAFTS, agreement=OTHER))
    shown = page(mei, OTHER)
    assert "Not recorded" in shown
    assert "Signed, not in force" in shown
    assert "Draft: Acceptance suspended" not in shown


def test_a_consent_begins_with_what_was_proposed_and_who_is_missing(
    counterpart: Counterpart, drafter: Client
) -> None:
    proposal = counterpart.issue(amendment(), "9", effective_on=FROM)
    shown = page(drafter)
    assert "Signatories are missing" in shown
    assert "National Police Agency" in shown
    typed = begin(drafter, "amendment.consented", proposal)
    assert typed["links.answers"] == [proposal]
    assert typed["statement.profile"] == [NEW]
    assert typed["envelope.effective_on-year"] == ["2027"]
    named = [typed[f"statement.signatories.{row}.signatory"] for row in range(4)]
    assert named == [["moj"], ["mofa"], ["mhlw"], ["npa"]]


def test_targets_are_agreed_as_they_were_proposed(
    counterpart: Counterpart, drafter: Client
) -> None:
    targets = {"targets": [{"duty": "answer-about-sending", "days": 10, "counted": "working"}]}
    proposal = counterpart.issue(
        TargetsProposed.model_validate({"statement": targets}), "9", effective_on=FROM
    )
    assert "10 working days" in page(drafter)
    typed = begin(drafter, "targets.agreed", proposal)
    assert typed["statement.targets.0.duty"] == ["answer-about-sending"]
    assert typed["statement.targets.0.days"] == ["10"]


def test_a_declined_proposal_is_shown_as_declined(
    counterpart: Counterpart, drafter: Client
) -> None:
    proposal = make.issue_ours(counterpart, "amendment.proposed")
    told = {"links": {"answers": [proposal]}, "restricted": {"why": "time"}}
    counterpart.issue(AmendmentDeclined.model_validate(told), "9")
    assert "Declined by Cambodia" in page(drafter)


def test_a_closed_channel_stands_on_the_page_until_it_opens_again(
    counterpart: Counterpart, drafter: Client
) -> None:
    assert "Acceptance is open in every field." in page(drafter)
    suspension = make.issue_ours(counterpart, "acceptance.suspended")
    dispatch.catch_up(AGREEMENT, now=timezone.now())
    shown = page(drafter)
    assert "Acceptance is open in every field." not in shown
    typed = begin(drafter, "acceptance.resumed", suspension)
    assert typed["links.refers"] == [suspension]


def test_an_agreed_version_that_is_not_held_stops_issuing_and_says_what_to_install(
    counterpart: Counterpart, drafter: Client
) -> None:
    proposal = counterpart.issue(amendment(), "9", effective_on=FROM)
    counterpart.issue(consent(proposal, "molvt"), "9", effective_on=FROM, files=(make.PAPER,))
    given = consent(proposal, "moj", "mofa", "mhlw", "npa")
    ours = Outgoing(
        given,
        "9",
        given.classification,
        decided=Decided(on=date(2026, 5, 1)),
        by=Decider("isa", "Director"),
        effective_on=FROM,
        files=(make.PAPER,),
    )
    dispatch.issue((ours,), agreement=AGREEMENT, now=timezone.now())
    dispatch.catch_up(AGREEMENT, now=timezone.now())
    found = versions.agreed(AGREEMENT)
    assert found is not None
    assert (found.is_held, found.digest) == (False, NEW)
    with pytest.raises(IssueRefused) as refused:
        make.issue_ours(counterpart, "inquiry.asked")
    assert (refused.value.reason, refused.value.detail) == ("another-profile", NEW)
    assert NEW in page(drafter)
    assert Alarm.objects.filter(code="another-profile", cleared_at=None).exists()
    dispatch.catch_up(AGREEMENT, now=timezone.now())
    assert node.profile(AGREEMENT).digest != NEW


def test_a_step_that_is_not_there_cannot_be_begun(drafter: Client, decider: Client) -> None:
    where = f"/desk/agreements/{AGREEMENT}/next/"
    assert drafter.post(where, {"kind": "discontinuance.notified"}).status_code == 404
    assert drafter.post(where, {"kind": "review.opened", "about": "x"}).status_code == 404
    assert decider.post(where, {"kind": "review.opened", "about": ""}).status_code == 403
    assert drafter.post(where, {"kind": "review.opened", "about": ""}).status_code == 302


def test_whoever_works_under_another_agreement_does_not_see_it(drafter: Client) -> None:
    mei = make.desk_of(make.officer("mei", make.DRAFTS, agreement=OTHER))
    assert mei.get(f"/desk/agreements/{AGREEMENT}/").status_code == 404
    assert AGREEMENT not in mei.get("/desk/agreements/").content.decode()
    assert AGREEMENT in drafter.get("/desk/agreements/").content.decode()


def test_the_page_takes_as_many_queries_whatever_happened(
    counterpart: Counterpart,
    drafter: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(4):
        counterpart.issue(amendment(), "9", effective_on=FROM)
    page(drafter)
    with django_assert_max_num_queries(26):
        assert page(drafter).count("Proposed by Cambodia") == 4


def test_a_consent_that_was_withdrawn_is_missing_again(
    counterpart: Counterpart, drafter: Client
) -> None:
    proposal = counterpart.issue(amendment(), "9", effective_on=FROM)
    given = counterpart.issue(
        consent(proposal, "molvt"), "9", effective_on=FROM, files=(make.PAPER,)
    )
    labour = "Ministry of Labour and Vocational Training"
    missing = page(drafter).split("Signatories are missing")[1]
    assert labour in missing.split("</tr>")[0]
    told = {"links": {"corrects": given}, "restricted": {"why": "other"}}
    counterpart.issue(KINDS["notice.withdrawn"].model_validate(told), "9")
    shown = page(drafter).split("Signatories are missing")[1].split("</tr>")[0]
    assert shown.index("National Police Agency") < shown.index(labour)


def test_all_agreements_take_as_many_queries_as_one(
    counterpart: Counterpart,
    aoi: Officer,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    counterpart.issue(amendment(), "9", effective_on=FROM)
    desk = make.desk_of(aoi)
    desk.get("/desk/agreements/")
    with django_assert_max_num_queries(16):
        assert "1 notice" in desk.get("/desk/agreements/").content.decode()
