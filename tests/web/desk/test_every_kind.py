"""Every kind of the catalogue can be filled in, checked, signed off, and says what was typed."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kakehashi import node
from kakehashi.core.notices import (
    AUTOMATIC_KINDS,
    KINDS,
    PROTOCOL_KINDS,
    Compartments,
    Links,
    Notice,
    attachments,
    example,
    whole,
)
from kakehashi.core.notices.disclosure import ErasureDone
from kakehashi.desk.models import Draft
from kakehashi.journal.contents import compartments, envelope_of
from kakehashi.journal.models import Entry, Journal
from kakehashi.web.desk.drafting.answers import Kept, answer
from kakehashi.web.desk.drafting.controls import Page, controls
from kakehashi.web.desk.drafting.filling import filled, filled_day
from kakehashi.web.desk.drafting.questions import questions_of
from kakehashi.web.desk.notices import queries as notices
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, Counterpart

EVERY = [kind for kind in KINDS if kind not in AUTOMATIC_KINDS | PROTOCOL_KINDS]
MENDS = "notice.corrected"  # its example mends a notice of the other side's
OURS = [
    kind
    for kind in EVERY
    if (kind, "JP") in node.profile(AGREEMENT).on(date(2026, 10, 1)).permits and kind != MENDS
]
UPLOADED = "a file to upload: "


class Form(HTMLParser):
    """What a browser posts of a page on which nothing was touched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.posted: dict[str, list[str]] = {}
        self._select = self._area = ""
        self._first = True
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "select":
            self._select, self._first = name, True
        elif tag == "textarea":
            self._area = name
            self.posted[name] = [""]
        elif tag == "option" and (self._first or "selected" in given):
            self.posted[self._select] = [given.get("value", "")]
            self._first = False
        elif tag == "input" and name and given.get("type") != "file":
            is_box = given.get("type") in {"checkbox", "radio"}
            if not is_box or "checked" in given:
                self.posted.setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.posted[self._area] = [self.posted[self._area][0].removeprefix("\n")]
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.posted[self._area][0] += data


def kept_files(notice: Notice) -> dict[str, Kept]:
    return {
        f"file{number}": Kept(a.file_name, a.media_type, a.length, a.digest)
        for number, (a, _) in enumerate(attachments(notice), 1)
    }


def plain(notice: Notice | None) -> Any:
    """A notice as JSON values, without what is computed, ticked answers in a fixed order."""
    assert notice is not None
    return _plain(notice.model_dump(mode="json", exclude_none=True, exclude={"links"}))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        computed = {"digest", "length"} if {"digest", "count"} & set(value) else set()
        computed |= {"number", "digest", "length"} if "media_type" in value else set()
        return {name: _plain(inner) for name, inner in value.items() if name not in computed}
    if isinstance(value, list):
        inner = [_plain(one) for one in value]
        return sorted(inner) if all(isinstance(one, str) for one in inner) else inner
    return value


@pytest.mark.once
@pytest.mark.parametrize("kind", EVERY)
def test_a_page_posts_back_the_notice_that_it_was_drawn_from(kind: str) -> None:
    given = example(kind)
    files = kept_files(given)
    typed = filled(given, files=list(files))
    page = Page(
        typed=typed,
        profile=node.profile(AGREEMENT),
        language="en",
        today=date(2026, 10, 1),
        files=files,
    )
    drawn = [one for name, q in questions_of(kind).items() for one in controls(page, q, name)]
    posted = Form("".join(str(one) for one in drawn)).posted
    answered = answer(kind, posted, files=files, links=given.links)
    assert answered.mistakes == {}
    assert plain(answered.notice) == plain(given)


@pytest.mark.once
@pytest.mark.parametrize("kind", EVERY)
def test_an_empty_form_says_what_is_missing_beside_a_field_of_its_own(kind: str) -> None:
    answered = answer(kind, {}, files={}, links=Links())
    assert (answered.notice is None) == bool(answered.mistakes)


def envelope(kind: str, given: Notice) -> dict[str, list[str]]:
    permit = node.profile(AGREEMENT).on(date(2026, 10, 1)).permits[kind, "JP"][0]
    return {
        "envelope.clause": [permit.clause],
        "envelope.class": [given.classification],
        "envelope.office": ["isa"],
        "envelope.role": ["Director"],
        **filled_day("envelope.on", date(2026, 1, 20)),
        **filled_day("envelope.effective_on", date(2026, 2, 1)),
    }


def draft(drafter: Client, kind: str, typed: Mapping[str, list[str]]) -> Draft:
    """Draft a notice as an officer does, up to the page on which it is checked."""
    drafter.post("/desk/drafts/new/", {"agreement": AGREEMENT, "kind": kind})
    begun = Draft.objects.latest("pk")
    where = f"/desk/drafts/{begun.public_id}/"
    posted: dict[str, Any] = {name: values for name, values in typed.items() if values}
    for name, values in posted.items():
        if values[0].startswith(UPLOADED):
            posted[name] = SimpleUploadedFile("paper.pdf", b"%PDF-" + name.encode())
    answered = drafter.post(where, posted | {"revision": "0", "again": "check"})
    assert answered.status_code == 302, (kind, wrong(answered.content.decode()))
    assert answered["Location"] == f"{where}check/"
    return Draft.objects.get(pk=begun.pk)


def issued(agreement: str, seq: int) -> Notice:
    journal = Journal.objects.get(agreement=agreement, is_ours=True)
    entry = Entry.objects.get(journal=journal, index=seq)
    opened = notices.opened_parts(journal, seq, may_read_confidential=True)
    parts = {one.part.role: one.data for one in opened if one.data is not None}
    content = compartments(envelope_of(entry), parts)
    assert isinstance(content, Compartments)
    return whole(content)


def file_names(given: Notice) -> Iterator[str]:
    yield from (f"{UPLOADED}{number}" for number in range(1, len(attachments(given)) + 1))


@pytest.mark.django_db
@pytest.mark.parametrize("family", sorted({KINDS[kind].family for kind in OURS}))
def test_what_two_officers_issue_is_what_was_typed(
    family: str, drafter: Client, decider: Client, counterpart: Counterpart
) -> None:
    for kind in OURS:
        if KINDS[kind].family == family:
            issue_through_the_desk(kind, drafter, decider, counterpart)


def issue_through_the_desk(
    kind: str, drafter: Client, decider: Client, counterpart: Counterpart
) -> None:
    given = example(kind)
    if kind == ErasureDone.kind:
        given = of_something_there(given, make.known(counterpart, "misconduct.informed"))
    links = make.links_for(counterpart, kind)
    given = given.model_copy(update={"links": links})
    typed = filled(given, files=list(file_names(given))) | envelope(kind, given)
    begun = draft(drafter, kind, typed)
    where = f"/desk/drafts/{begun.public_id}/check/"
    drafter.post(where, {"revision": str(begun.revision), "again": "submit"})
    make.let_signatories_concur(begun)
    answered = decider.post(where, {"revision": str(begun.revision), "again": "sign-off"})
    begun.refresh_from_db()
    assert begun.state == "issued", (kind, reason(answered.content.decode()))
    assert begun.seq is not None
    result = issued(AGREEMENT, begun.seq)
    assert _named(plain(result)) == _named(plain(given)), kind
    assert result.links.answers == given.links.answers
    assert result.links.act is not None


def of_something_there(given: Notice, jti: str) -> Notice:
    """The same erasure, of a notice that there is: what it says is done when it is issued."""
    said = given.model_dump(mode="json", exclude_none=True)
    said["confidential"]["items"] = [{"notice": jti}]
    return KINDS[given.kind].model_validate(said)


def wrong(page: str) -> list[str]:
    return re.findall(r'class="wrong".*', page)


def reason(page: str) -> list[str]:
    return re.findall(r"banner-bad.*?<div>(.*?)</div>", page, re.DOTALL)


def _named(value: Any) -> Any:
    """Without the names of files, which the test chose."""
    if isinstance(value, dict):
        dropped = {"file_name", "media_type"} if "media_type" in value else set()
        return {name: _named(inner) for name, inner in value.items() if name not in dropped}
    return [_named(inner) for inner in value] if isinstance(value, list) else value
