"""An organization that asks to be approved is compared with whom registers and reports name."""

from datetime import timedelta

import pytest

from kakehashi.approvals import actions, erasing
from kakehashi.dispatch import retention
from kakehashi.dispatch.arriving import application_source, screen_arrivals
from kakehashi.dispatch.screening import screen_on
from kakehashi.screening.models import Bearer, Proposal
from tests.approvals.make import Ministry
from tests.approvals.test_desk_pages import page_of, text
from tests.web.desk.make import desk_of
from tests.web.desk.test_screening import report_on

pytestmark = pytest.mark.django_db

OWNER = ("Sok Visall", "en", "Latn")


def screen(ministry: Ministry) -> None:
    ministry.catch_up()
    while screen_arrivals(ministry.agreement, now=ministry.now) or screen_on(
        ministry.agreement, now=ministry.now
    ):
        pass


def test_who_is_behind_an_applicant_is_found_in_a_report_and_shown_to_who_may_see_it(
    ministry: Ministry,
) -> None:
    ministry.counterpart.issue(report_on(OWNER), "4(1)")
    screen(ministry)
    made = ministry.submitted()
    screen(ministry)
    sees, sees_not = desk_of(ministry.both), desk_of(ministry.examiner)
    hits = Proposal.objects.all()
    assert len(hits) == 2, "the owner, and the director in his own script"
    shown = text(sees.get(page_of(made)))
    assert all(f"/desk/screening/{hit.pk}/" in shown for hit in hits)
    hidden = text(sees_not.get(page_of(made)))
    assert not any(f"/desk/screening/{hit.pk}/" in hidden for hit in hits)
    assert "Sok Visall" not in hidden
    assert "as far as you may see" in hidden

    actions.withdraw(made, revision=made.revision, now=ministry.now)
    screen(ministry)
    assert not Bearer.objects.filter(source=application_source(made)).exists()
    assert not Proposal.objects.exists()


def test_erasing_that_is_cut_off_between_leaves_nothing_of_its_names(
    ministry: Ministry, monkeypatch: pytest.MonkeyPatch
) -> None:
    ministry.counterpart.issue(report_on(OWNER), "4(1)")
    made = ministry.submitted()
    screen(ministry)
    Proposal.objects.update(state=Proposal.State.CONFIRMED)
    actions.withdraw(made, revision=made.revision, now=ministry.now)
    screen(ministry)
    assert Proposal.objects.exists(), "what an officer said of it stays as long as it does"
    over = ministry.now + timedelta(days=1100)

    def dies(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    for room, place in ((retention, "remove"), (erasing, "erase")):
        with monkeypatch.context() as patched:
            patched.setattr(room, place, dies)
            with pytest.raises(KeyboardInterrupt):
                retention.erase_applications(now=over)
    retention.erase_applications(now=over)
    assert not Proposal.objects.exists()
    assert erasing.due(now=over) is None


def test_whoever_was_approved_is_not_proposed_as_itself(ministry: Ministry) -> None:
    number = ministry.approved().number
    screen(ministry)
    assert Bearer.objects.filter(source=f"entry:{ministry.agreement}:{number}").exists()
    assert not Proposal.objects.exists()
    again = ministry.submitted(ministry.applicant("other@mekong.example"))
    screen(ministry)
    hit = Proposal.objects.filter(one_source=application_source(again)).first()
    assert hit is not None, "a second organization of the same name is shown"
    assert hit.other_source == f"entry:{ministry.agreement}:{number}"
