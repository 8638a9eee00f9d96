"""A report from its first step to its last letter, and everything twice."""

import json
from datetime import timedelta

import pytest

from kakehashi.core.package import Unreadable
from kakehashi.core.reporting.letter import seal_letter
from kakehashi.core.reporting.steps import Place, Step
from kakehashi.core.reporting.told import MayKnow
from kakehashi.intake import actions, queries
from kakehashi.intake.cleaning import Checked, Cleaned
from kakehashi.intake.models import Arrivals, Part, Report, State
from kakehashi.intake.sealing import OpenKeys
from tests.intake import make
from tests.intake.make import AGREEMENT, KHMER, NOW

pytestmark = pytest.mark.django_db

FILE = Cleaned((b"\xff\xd8one", b"\xff\xd8two"), "words", "ab" * 32, Checked.NOT_CHECKED)


@pytest.fixture
def keys(db: None) -> OpenKeys:  # noqa: ARG001 - it writes
    return make.office("sokha", "dara")


def test_an_office_without_a_key_takes_nothing(db: None) -> None:  # noqa: ARG001 - it reads
    with pytest.raises(actions.NotOpen):
        actions.begin_report(make.way(), agreement=AGREEMENT, now=NOW)


def test_a_draft_is_found_by_its_code_with_all_that_was_answered(keys: OpenKeys) -> None:
    make.draft(make.way())
    again = queries.report_of(make.way())
    assert again is not None
    assert queries.draft_answers(again, make.way()) == (make.ANSWERS, {})
    assert queries.report_of(make.way(2)) is None
    assert list(queries.queue([AGREEMENT])) == []
    with pytest.raises(Unreadable):
        queries.content_of(again, keys)


@pytest.mark.usefixtures("keys")
def test_beginning_and_answering_twice_have_one_effect() -> None:
    make.draft(make.way())
    report = make.draft(make.way())
    assert Report.objects.count() == 1
    assert Part.objects.count() == len(make.ANSWERS)
    actions.keep_answer(report, Place(Step.STORY), {}, now=NOW)
    answers, _ = queries.draft_answers(report, make.way())
    assert "story" not in answers


def test_a_sent_report_is_opened_by_the_office_and_by_nobody_else(keys: OpenKeys) -> None:
    report = make.sent(make.way())
    content = queries.content_of(report, keys)
    assert content.told.story == KHMER
    assert content.told.people[0].name == "សុខ សុភា"
    assert content.told.permission.may_know is MayKnow.OFFICE
    assert content.lang == "km"
    assert report.state == State.RECEIVED
    assert queries.draft_answers(report, make.way()) == ({}, {})
    with pytest.raises(Unreadable):
        queries.content_of(report, OpenKeys({}))


def test_sending_twice_sends_once(keys: OpenKeys) -> None:
    report = make.sent(make.way())
    assert not actions.receive_report(report, make.way(), lang="km", now=NOW)
    assert queries.queue([AGREEMENT]).count() == 1
    with pytest.raises(actions.Late):
        actions.keep_answer(report, Place(Step.STORY), {"story": ["more"]}, now=NOW)
    assert queries.content_of(report, keys).told.story == KHMER


@pytest.mark.usefixtures("keys")
def test_an_empty_report_stays_a_draft() -> None:
    report = make.draft(make.way(), {"know": {"know": ["other-side"]}})
    with pytest.raises(actions.NothingSaid):
        actions.receive_report(report, make.way(), lang="km", now=NOW)
    assert queries.report_of(make.way()) is not None


@pytest.mark.usefixtures("keys")
def test_an_answer_that_comes_while_it_is_sent_is_not_lost_silently() -> None:
    report = make.draft(make.way())
    stale = Report.objects.get(pk=report.pk)
    actions.keep_answer(report, Place(Step.REACH), {"reach": ["099"]}, now=NOW)
    with pytest.raises(actions.Late):
        actions._receive(stale, NOW)  # noqa: SLF001 - the moment between reading and writing


def test_what_a_browser_sealed_reaches_the_office_as_it_was(keys: OpenKeys) -> None:
    report = make.draft(make.way(), {})
    key = actions.key_in_force()
    letter = seal_letter(json.dumps({"story": [KHMER]}).encode(), to=bytes(key.public), kid=key.kid)
    actions.keep_sealed_answer(report, Place(Step.STORY), letter, b"copy", now=NOW)
    assert queries.browser_copies(report) == {"story": b"copy"}
    rubbish = seal_letter(b"\xff", to=bytes(key.public), kid=key.kid)
    actions.keep_sealed_answer(report, Place(Step.WHEN), rubbish, b"", now=NOW)
    assert actions.receive_report(report, make.way(), lang="km", now=NOW)
    content = queries.content_of(report, keys)
    assert content.told.story == KHMER
    assert content.by_browser == {"story", "when"}
    assert content.unopened == {"when"}


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("letter", [b"", b"rubbish", bytes(range(200, 250)), b"a.b.c.d.e"])
def test_what_is_not_sealed_to_the_office_is_refused(letter: bytes) -> None:
    report = make.draft(make.way())
    with pytest.raises(actions.NotALetter):
        actions.keep_sealed_answer(report, Place(Step.STORY), letter, b"", now=NOW)
    assert queries.draft_answers(report, make.way())[0] == make.ANSWERS


def test_evidence_is_kept_once_and_read_by_the_office(keys: OpenKeys) -> None:
    report = make.draft(make.way())
    mark = make.way().mark(b"digest")
    assert actions.add_evidence(report, FILE, mark=mark, now=NOW)
    assert not actions.add_evidence(report, FILE, mark=mark, now=NOW)
    assert [number for number, _ in queries.files_of(report)] == [1]
    actions.receive_report(report, make.way(), lang="km", now=NOW)
    assert actions.add_evidence(report, FILE, mark=make.way().mark(b"other"), now=NOW)
    assert queries.evidence_of(report, 1, keys) == FILE
    assert queries.evidence_of(report, 2, keys) == FILE
    assert queries.evidence_of(report, 3, keys) is None
    with pytest.raises(actions.Late):
        actions.drop_evidence(report, 1, now=NOW)


@pytest.mark.usefixtures("keys")
def test_there_are_only_so_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_FILES", 2)
    report = make.draft(make.way())
    for number in range(2):
        actions.add_evidence(report, FILE, mark=bytes([number]), now=NOW)
    with pytest.raises(actions.TooMany):
        actions.add_evidence(report, FILE, mark=b"3", now=NOW)
    actions.drop_evidence(report, 1, now=NOW)
    assert [number for number, _ in queries.files_of(report)] == [2]


def test_office_and_reporter_write_to_each_other(keys: OpenKeys) -> None:
    report, sokha = make.sent(make.way()), make.officer("bopha")
    actions.open_report(report, by=sokha, now=NOW)
    actions.ask_reporter(report, "តើនៅខេត្តណា?", by=sokha, now=NOW)
    report.refresh_from_db()
    assert report.state == State.ASKED
    seen = queries.letters_for_reporter(report, make.way())
    assert [(one.words, one.by_reporter) for one in seen] == [("តើនៅខេត្តណា?", False)]
    assert actions.add_words(report, "តាកែវ", mark=b"page one", now=NOW)
    assert not actions.add_words(report, "តាកែវ", mark=b"page one", now=NOW)
    report.refresh_from_db()
    assert report.state == State.OPENED
    read = queries.letters_of(report, keys)
    assert [one.words for one in read] == ["តើនៅខេត្តណា?", "តាកែវ"]
    actions.close_report(report, "អរគុណ", by=sokha, now=NOW)
    report.refresh_from_db()
    assert report.state == State.CLOSED
    acts = [line.act for line in queries.log_of(report.public_id)]
    assert acts == ["read", "asked", "answered", "closed"]


def test_an_erased_report_is_gone_but_for_a_line_in_the_log(keys: OpenKeys) -> None:
    report = make.sent(make.way())
    actions.add_evidence(report, FILE, mark=b"1", now=NOW)
    assert actions.erase_report(report, by=make.officer("bopha"), now=NOW) == 2
    assert queries.report_of(make.way()) is None
    assert Part.objects.count() == 0
    assert [line.act for line in queries.log_of(report.public_id)] == ["erased"]
    assert keys.halves


@pytest.mark.usefixtures("keys")
def test_drafts_that_nobody_touches_end_after_thirty_days() -> None:
    make.draft(make.way(1))
    make.sent(make.way(2))
    assert actions.expire_drafts(now=NOW + timedelta(days=30)) == 0
    assert actions.expire_drafts(now=NOW + timedelta(days=31)) == 1
    assert queries.report_of(make.way(1)) is None
    assert queries.report_of(make.way(2)) is not None


def test_a_flood_is_held_apart_and_the_one_it_should_bury_stands_alone(
    keys: OpenKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "WAVE_FROM", 3)
    real = {"story": {"story": ["They took my passport in Battambang and threatened my mother"]}}
    for number in range(1, 41):
        told = {"story": {"story": [f"Agency Good Bridge is bad, very bad, complaint {number}"]}}
        make.sent(make.way(number), real if number == 20 else told)
    assert queries.queue([AGREEMENT]).count() == 40, "none was refused"
    assert queries.queue([AGREEMENT]).filter(wave=None).count() == 3
    (wave,) = queries.waves([AGREEMENT])
    assert (wave.many, wave.unopened, wave.since) == (37, 37, NOW.date())
    held = list(queries.in_wave([AGREEMENT], wave.number))
    groups = queries.alike(held, keys)
    assert [len(group) for group in groups] == [36, 1]
    buried = queries.find(groups[-1][0], [AGREEMENT])
    assert buried is not None
    assert "Battambang" in queries.content_of(buried, keys).told.story
    actions.release_from_wave(buried, by=make.officer("bopha"), now=NOW)
    assert queries.queue([AGREEMENT]).filter(wave=None).count() == 4


@pytest.mark.usefixtures("keys")
def test_at_which_hour_a_report_came_is_soon_forgotten() -> None:
    report = make.sent(make.way())
    assert Arrivals.objects.count() == 1
    actions.expire_drafts(now=NOW + timedelta(hours=2))
    assert Arrivals.objects.count() == 0
    make.sent(make.way(2), now=NOW + timedelta(hours=5))
    make.sent(make.way(3), now=NOW + timedelta(hours=9))
    assert Arrivals.objects.count() == 1
    report.refresh_from_db()
    assert report.received_on == NOW.date()


@pytest.mark.usefixtures("keys")
def test_a_flood_that_goes_on_is_held_apart_sooner_in_its_second_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "WAVE_FROM", 4)
    first = [make.sent(make.way(number)) for number in range(1, 8)]
    then = NOW + timedelta(hours=1)
    second = [make.sent(make.way(number), now=then) for number in range(8, 12)]
    assert [one.wave is None for one in first] == [True] * 4 + [False] * 3
    assert [one.wave is None for one in second] == [True] + [False] * 3
    assert len({one.wave for one in (*first, *second)} - {None}) == 2
    quiet = make.sent(make.way(12), now=then + timedelta(hours=3))
    assert quiet.wave is None


@pytest.mark.usefixtures("keys")
def test_officers_see_the_reports_of_their_agreement_alone() -> None:
    report = make.sent(make.way())
    assert queries.find(report.public_id, ["jp-tj-2024"]) is None
    assert queries.find(report.public_id, [AGREEMENT]) == report
    assert not queries.unanswered([AGREEMENT], before=NOW.date()).exists()
    late = (NOW + timedelta(days=7)).date()
    assert list(queries.unanswered([AGREEMENT], before=late)) == [report]
