"""A draft's way from one officer to another, and everything that may come between."""

import json
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from kakehashi.accounts.models import Officer
from kakehashi.core.notices import example
from kakehashi.desk import actions, sealing
from kakehashi.desk.models import Draft, DraftContent, DraftKey
from kakehashi.exchange.models import Author
from kakehashi.journal.models import Entry, Journal
from kakehashi.web.desk.drafting.filling import filled, filled_day
from kakehashi.web.desk.drafting.views import A_PAGE
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, Counterpart
from tests.web.desk.test_case_queries import asked_of

pytestmark = pytest.mark.django_db

KIND = "inquiry.asked"
SECRET = "a word that stands nowhere else"


def typed(**changes: str) -> dict[str, list[str]]:
    """The form of an inquiry, filled in whole."""
    given = filled(example(KIND)) | {
        "envelope.clause": ["5(7)"],
        "envelope.office": ["isa"],
        "envelope.role": ["Director"],
        **filled_day("envelope.on", date(2026, 1, 20)),
    }
    given = {name: values for name, values in given.items() if not name.startswith("links.")}
    return given | {name: [value] for name, value in changes.items()}


def begin(drafter: Client, kind: str = KIND) -> Draft:
    drafter.post("/desk/drafts/new/", {"agreement": AGREEMENT, "kind": kind})
    return Draft.objects.latest("pk")


def keep(
    drafter: Client, draft: Draft, posted: Mapping[str, object], again: str, revision: int = -1
) -> int:
    """Press a button of the form; give the answer's status."""
    draft.refresh_from_db()
    given = {"revision": str(draft.revision if revision < 0 else revision), "again": again}
    answered = drafter.post(f"/desk/drafts/{draft.public_id}/", dict(posted) | given)
    draft.refresh_from_db()
    return answered.status_code


def press(client: Client, draft: Draft, again: str, **more: str) -> int:
    """Press a button of the page on which a draft is checked."""
    draft.refresh_from_db()
    posted = {"revision": str(draft.revision), "again": again} | more
    answered = client.post(f"/desk/drafts/{draft.public_id}/check/", posted)
    draft.refresh_from_db()
    return answered.status_code


def page(client: Client, draft: Draft, tail: str = "") -> str:
    return client.get(f"/desk/drafts/{draft.public_id}/{tail}", follow=True).content.decode()


def submitted(drafter: Client) -> Draft:
    draft = begin(drafter)
    assert keep(drafter, draft, typed(), "check") == 302
    assert press(drafter, draft, "submit") == 302
    assert draft.state == "submitted"
    return draft


def ours() -> Journal:
    return Journal.objects.get(agreement=AGREEMENT, is_ours=True)


def test_a_mistake_keeps_everything_typed_and_is_said_above_and_beside(drafter: Client) -> None:
    draft = begin(drafter)
    given = typed(**{"envelope.role": "", "restricted.headline": SECRET})
    answered = drafter.post(
        f"/desk/drafts/{draft.public_id}/", given | {"revision": "0", "again": "check"}
    )
    said = answered.content.decode()
    assert answered.status_code == 422
    assert SECRET in said
    assert "There is a problem" in said
    assert 'href="#id_envelope.role"' in said
    assert said.count("Enter the role of the person who decided.") == 2


def test_mistakes_are_said_in_the_readers_language(drafter: Client) -> None:
    draft = begin(drafter)
    answered = drafter.post(
        f"/desk/drafts/{draft.public_id}/?lang=ja", {"revision": "0", "again": "check"}
    )
    assert answered["Content-Language"] == "ja"
    assert "問題" in answered.content.decode()


def test_rows_are_added_and_removed_by_buttons_alone(drafter: Client) -> None:
    draft = begin(drafter, "information.shared")
    assert keep(drafter, draft, {}, "add:confidential") == 302
    assert keep(drafter, draft, {"confidential.0.here": "1"}, "add:confidential.0.actors") == 302
    assert "confidential.0.actors.0.kind" in page(drafter, draft)
    standing = {"confidential.0.here": "1", "confidential.0.actors.0.here": "1"}
    assert keep(drafter, draft, standing, "remove:confidential.0.actors:0") == 302
    assert "confidential.0.actors.0.kind" not in page(drafter, draft)


def test_rows_that_bear_a_number_begin_with_the_next_one(drafter: Client) -> None:
    draft = begin(drafter)
    assert sealing.open_content(draft).typed["restricted.questions.0.number"] == ["1"]
    first = {"restricted.questions.0.here": "1", "restricted.questions.0.number": "4"}
    assert keep(drafter, draft, first, "add:restricted.questions") == 302
    draft.refresh_from_db()
    assert sealing.open_content(draft).typed["restricted.questions.1.number"] == ["5"]


def test_a_row_with_a_mistake_of_its_own_is_not_said_to_be_missing(drafter: Client) -> None:
    draft = begin(drafter)
    only = "restricted.questions.0."
    given = {
        name: values
        for name, values in typed(**{f"{only}number": "one"}).items()
        if name.startswith(only) or "questions" not in name
    }
    given |= {"revision": ["0"], "again": ["check"]}
    said = drafter.post(f"/desk/drafts/{draft.public_id}/", given).content.decode()
    assert 'href="#id_restricted.questions.0.number"' in said
    assert "Give at least" not in said


def test_a_draft_lies_sealed_and_dies_with_its_key(drafter: Client) -> None:
    draft = begin(drafter)
    keep(drafter, draft, typed(**{"restricted.headline": SECRET}), "later")
    rows = DraftContent.objects.filter(draft=draft)
    assert all(SECRET.encode() not in bytes(row.sealed) for row in rows)
    assert sealing.open_content(draft).typed["restricted.headline"] == [SECRET]
    drafter.post(f"/desk/drafts/{draft.public_id}/delete/")
    assert not DraftKey.objects.filter(draft_id=draft.pk).exists()
    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_a_draft_that_is_begun_by_two_presses_is_one(drafter: Client) -> None:
    asked = {"agreement": AGREEMENT, "kind": KIND, "once": "a-word"}
    first, second = (drafter.post("/desk/drafts/new/", asked)["Location"] for _ in range(2))
    assert first == second
    assert drafter.post("/desk/drafts/new/", asked | {"once": "another"})["Location"] != first


def test_nobody_signs_off_their_own_draft(counterpart: Counterpart) -> None:
    both = make.officer("sora", make.DRAFTS, make.DECIDES, make.CONFIDENTIAL)
    desk = make.desk_of(both)
    draft = submitted(desk)
    before = ours().size
    assert press(desk, draft, "sign-off") == 403
    assert press(desk, draft, "send-back", reason="no") == 403
    assert draft.state == "submitted"
    assert ours().size == before
    assert counterpart.author.size == 2


def test_the_database_refuses_a_draft_signed_by_its_drafter(drafter: Client, aoi: Officer) -> None:
    draft = begin(drafter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(signed_by=aoi)


def test_an_issued_draft_keeps_its_place_and_loses_its_content(
    drafter: Client, decider: Client, ren: Officer
) -> None:
    draft = submitted(drafter)
    assert press(decider, draft, "sign-off") == 302
    entry = Entry.objects.get(journal=ours(), index=draft.seq or 0)
    assert (draft.state, draft.signed_by, draft.jti) == ("issued", ren, entry.jti)
    assert not DraftKey.objects.filter(draft=draft).exists()
    assert "act" in make.our_notice(entry.index)


def test_of_two_deciders_the_second_is_told_who_was_first(drafter: Client, decider: Client) -> None:
    draft = submitted(drafter)
    seen = draft.revision
    press(decider, draft, "sign-off")
    size = ours().size
    second = make.desk_of(make.officer("yui", make.DECIDES, make.CONFIDENTIAL))
    answered = second.post(
        f"/desk/drafts/{draft.public_id}/check/",
        {"revision": str(seen), "again": "sign-off"},
        follow=True,
    )
    assert answered.status_code == 200
    assert ours().size == size


def test_what_was_changed_after_it_was_seen_is_not_signed_off(
    drafter: Client, decider: Client
) -> None:
    draft = submitted(drafter)
    seen = draft.revision
    press(drafter, draft, "take-back")
    keep(drafter, draft, typed(), "check")
    press(drafter, draft, "submit")
    before = ours().size
    answered = decider.post(
        f"/desk/drafts/{draft.public_id}/check/",
        {"revision": str(seen), "again": "sign-off"},
        follow=True,
    )
    assert "changed meanwhile" in answered.content.decode()
    assert ours().size == before


def test_a_second_window_loses_nothing_that_was_typed(drafter: Client) -> None:
    draft = begin(drafter)
    keep(drafter, draft, typed(), "later")
    given = typed(**{"restricted.headline": SECRET}) | {"revision": "0", "again": "later"}
    answered = drafter.post(f"/desk/drafts/{draft.public_id}/", given)
    assert answered.status_code == 409
    assert SECRET in answered.content.decode()
    assert sealing.open_content(draft).typed["restricted.headline"] != [SECRET]


def test_a_draft_sent_back_says_why(drafter: Client, decider: Client) -> None:
    draft = submitted(drafter)
    assert press(decider, draft, "send-back", reason="") == 422
    assert press(decider, draft, "send-back", reason="Name the clause, please.") == 302
    assert draft.state == "open"
    assert "Name the clause, please." in page(drafter, draft)
    keep(drafter, draft, typed(), "check")
    press(drafter, draft, "submit")
    assert draft.state == "submitted"


def test_a_refusal_is_said_in_words_and_the_draft_still_waits(
    drafter: Client, decider: Client
) -> None:
    draft = submitted(drafter)
    Author.objects.filter(journal=ours()).update(heeded=1)
    answered = decider.post(
        f"/desk/drafts/{draft.public_id}/check/",
        {"revision": str(draft.revision), "again": "sign-off"},
    )
    draft.refresh_from_db()
    assert answered.status_code == 409
    assert "Try again in a moment" in answered.content.decode()
    assert draft.state == "submitted"
    assert sealing.open_content(draft).said is not None


def test_a_file_too_large_is_refused_in_words(
    drafter: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("parts.uploads", "desk.drafting.forms"):
        monkeypatch.setattr(f"kakehashi.web.{module}.LARGEST", 10)
    draft = begin(drafter)
    upload = SimpleUploadedFile("big.pdf", b"%PDF- much too large", "application/pdf")
    name = "restricted.attachments.0"
    status = keep(drafter, draft, {f"{name}.here": "1", f"{name}.file": upload}, "later")
    assert status == 422
    assert not sealing.open_content(draft).files


def test_a_decision_may_not_lie_in_the_future(drafter: Client) -> None:
    draft = begin(drafter)
    later = filled_day("envelope.on", date(timezone.now().year + 1, 1, 1))
    assert keep(drafter, draft, typed() | later, "check") == 422


def test_only_kinds_that_our_side_may_issue_are_offered(drafter: Client) -> None:
    said = drafter.get(f"/desk/drafts/new/?agreement={AGREEMENT}").content.decode()
    assert 'value="inquiry.asked"' in said
    assert 'value="sending-organization.approved"' not in said
    assert 'value="entries.received"' not in said
    wrong = {"agreement": AGREEMENT, "kind": "sending-organization.approved"}
    assert drafter.post("/desk/drafts/new/", wrong).status_code == 404


def test_confidential_kinds_are_not_offered_without_the_role(counterpart: Counterpart) -> None:
    desk = make.desk_of(make.officer("mei", make.DRAFTS))
    said = desk.get(f"/desk/drafts/new/?agreement={AGREEMENT}").content.decode()
    assert 'value="misconduct.informed"' not in said
    assert 'value="inquiry.asked"' in said
    assert counterpart.author.size == 2


def test_nothing_of_a_draft_stands_in_its_columns(drafter: Client) -> None:
    draft = begin(drafter)
    keep(drafter, draft, typed(**{"restricted.headline": SECRET}), "later")
    columns = {f.name: str(getattr(draft, f.attname)) for f in Draft._meta.concrete_fields}
    assert SECRET not in json.dumps(columns)


def test_many_drafts_are_shown_by_pages_with_as_many_statements(
    drafter: Client, aoi: Officer
) -> None:
    submitted(drafter)
    one = asked_of(drafter, "/desk/drafts/")
    for number in range(A_PAGE + 2):
        actions.open_draft(
            agreement=AGREEMENT,
            kind=KIND,
            version=1,
            classification="restricted",
            typed={},
            by=aoi.pk,
            now=timezone.now() + timedelta(seconds=number),
        )
    assert asked_of(drafter, "/desk/drafts/") == one
    first = drafter.get("/desk/drafts/").context["mine"].rows
    second = drafter.get("/desk/drafts/?waiting=1&mine=2").context
    assert (len(first), len(second["mine"].rows)) == (A_PAGE, 3)
    assert "waiting=1&amp;mine=1" in str(second["mine_pages"])
