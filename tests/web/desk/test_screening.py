"""Who may be one: proposed as notices arrive, decided by officers, shown to who may see both."""

import json
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kakehashi import node
from kakehashi.core.names import Kind, compare, prepare
from kakehashi.core.notices.intermediaries import Act as Done
from kakehashi.core.notices.intermediaries import (
    ActKind,
    IntermediaryReport,
    IntermediaryReported,
    Source,
)
from kakehashi.core.notices.persons import Actor, ActorKind, ActorRole
from kakehashi.core.notices.text import Name
from kakehashi.dispatch.screening import ROWS, accept_name, screen_on
from kakehashi.journal.models import Entry
from kakehashi.screening.models import Bearer, Proposal, Screened
from kakehashi.web.desk.screening import words
from tests import make as notices
from tests.two_nodes.outgoing import information
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, CONFIDENTIAL, DRAFTS, Counterpart

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def report_on(
    *names: tuple[str, str, str], phone: str = "", role: ActorRole = ActorRole.RECRUITER
) -> IntermediaryReported:
    actor = Actor(
        kind=ActorKind.UNKNOWN if role is ActorRole.ACCEPTING else ActorKind.PERSON,
        role=role,
        names=tuple(Name(text=text, lang=lang, script=script) for text, lang, script in names),
        phones=(phone,) if phone else (),
    )
    return IntermediaryReported(
        confidential=IntermediaryReport(
            headline=notices.text("Deposits"),
            source=Source.REPORT,
            actors=(actor,),
            acts=(Done(act=ActKind.DEPOSIT),),
        )
    )


def screen() -> None:
    while screen_on(AGREEMENT, now=NOW):
        pass


@pytest.fixture
def counterpart(db: None) -> Counterpart:  # noqa: ARG001 - it writes
    return Counterpart().meet()


@pytest.fixture
def desk(db: None) -> Client:  # noqa: ARG001 - it writes
    return make.desk_of(make.officer("akari", DRAFTS, CONFIDENTIAL))


def in_three_scripts(counterpart: Counterpart) -> None:
    counterpart.issue(report_on(("សុខ ចាន់", "km", "Khmr"), phone="012 345 678"), "4(1)")
    counterpart.issue(report_on(("ソク・チャン", "ja", "Jpan")), "4(1)")
    counterpart.issue(report_on(("Sok Chann", "en", "Latn")), "4(1)")
    screen()


def test_a_broker_in_three_scripts_is_proposed_as_one(
    counterpart: Counterpart, desk: Client
) -> None:
    in_three_scripts(counterpart)
    bearer = Bearer.objects.first()
    assert bearer is not None
    network = desk.get(f"/desk/screening/network/?bearer={bearer.pk}").content.decode()
    assert network.count("<circle") == 3
    assert network.count('class="network-dot network-case"') == 3, "each stands in a case"
    assert 'href="/desk/cases/' in network.split("<table")[1]
    listed = desk.get("/desk/screening/").content.decode()
    assert "សុខ ចាន់" in listed
    assert "ソク・チャン" in listed
    first = Proposal.objects.order_by("-score").first()
    assert first is not None
    shown = desk.get(f"/desk/screening/{first.pk}/").content.decode()
    assert "sounds as" in shown or "is near to" in shown


def test_one_telephone_number_joins_others(counterpart: Counterpart, desk: Client) -> None:
    in_three_scripts(counterpart)
    other = report_on(("Another Name", "en", "Latn"), phone="+855 12 345 678")
    counterpart.issue(other, "4(1)")
    screen()
    joined = Proposal.objects.get(why="phone")
    bearer = Bearer.objects.get(source=joined.one_source, place=joined.one_place)
    network = desk.get(f"/desk/screening/network/?bearer={bearer.pk}").content.decode()
    assert network.count('class="network-dot network-number"') == 1
    assert network.count("A telephone number") == 3, "in the drawing, and a line for each of two"
    shown = desk.get(f"/desk/screening/{joined.pk}/").content.decode()
    assert "<li>They have the same telephone number</li>" in shown
    assert "not by name" in shown, "their names were not what joined them"
    assert desk.get("/desk/screening/").content.decode().count("not by name") == 1


def test_words_of_two_scripts_are_told_with_how_they_are_read_and_far_ones_not_as_one() -> None:
    def told(left: str, right: str) -> list[str]:
        found = compare(prepare(left, Kind.PERSON), prepare(right, Kind.PERSON))
        return [words.met(one) for one in found.met]

    assert told("ソック", "សុខ") == ["“ソック [sokku]” sounds nearly as “សុខ [sok]”"]
    assert told("山田 太郎", "Sok Vannarith") == [
        "“山田 太郎” and “sok vannarith” have little in common"
    ]


def test_a_broker_of_whom_both_sides_told_in_four_scripts_is_one_and_a_number_joins_two_more(
    counterpart: Counterpart, desk: Client
) -> None:
    told = [
        report_on(("តាណាកា កេន", "km", "Khmr"), phone="012 345 678"),
        report_on(("田中健", "ja", "Jpan"), ("タナカ ケン", "ja", "Jpan")),
        report_on(("Tanka Ken", "en", "Latn")),
        report_on(("Keo Sreyneang", "en", "Latn"), phone="+855 12 345 678"),
        report_on(("Қодиров Ҷамшед", "tg", "Cyrl"), phone="012-345-678"),
    ]
    for number, notice in enumerate(told):
        if number == 1:
            make.issue_notice(notice, "4(1)")
        else:
            counterpart.issue(notice, "4(1)")
    screen()
    khmer, osaka, latin, two, three = Bearer.objects.order_by("source")  # as they were issued
    network = desk.get(f"/desk/screening/network/?bearer={khmer.pk}").content.decode()
    assert network.count("<circle") == 5
    assert network.count('class="network-dot network-number"') == 1
    met = {frozenset((one.one_source, one.other_source)): one.pk for one in Proposal.objects.all()}
    for other, name in ((osaka, "田中健"), (latin, "Tanka Ken")):
        pk = met[frozenset((khmer.source, other.source))]
        shown = desk.get(f"/desk/screening/{pk}/").content.decode()
        assert name in shown
        assert "sounds as" in shown, "which words met, and how"
    for other in (two, three):
        assert frozenset((khmer.source, other.source)) in met
    assert frozenset((osaka.source, latin.source)) in met, "kana and a slip in Latin letters"


def test_of_many_the_nearest_are_drawn_and_the_list_has_all(
    counterpart: Counterpart, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_three_scripts(counterpart)
    bearer = Bearer.objects.order_by("source")[0]
    at = f"/desk/screening/network/?bearer={bearer.pk}"
    assert "the list has all" not in desk.get(at).content.decode()
    monkeypatch.setattr("kakehashi.web.desk.screening.networks.DRAWN", 2)
    cut = desk.get(at).content.decode()
    assert "The picture shows the 2 that are nearest; the list has all." in cut
    assert all(name in cut.split("<table")[1] for name in ("សុខ ចាន់", "ソク・チャン", "Sok Chann"))


def test_whom_nobody_is_like_stands_alone(counterpart: Counterpart, desk: Client) -> None:
    counterpart.issue(information("KH", "Of nobody in particular.").notice, "4(1)")
    accept_name("Keo Sreyneang", (), agreement=AGREEMENT, clause="4(1)", now=NOW)
    screen()
    bearer = Bearer.objects.get()
    page = desk.get(f"/desk/screening/network/?bearer={bearer.pk}").content.decode()
    assert "Nobody hangs together with it" in page
    assert "<circle" not in page


def test_the_same_notice_is_proposed_once_however_often_it_is_screened(
    counterpart: Counterpart,
) -> None:
    in_three_scripts(counterpart)
    before = set(Proposal.objects.values_list("pk", flat=True))
    Screened.objects.update(entries=0)
    screen()
    assert set(Proposal.objects.values_list("pk", flat=True)) == before


def test_what_was_dismissed_is_not_asked_again_and_can_be_taken_back(
    counterpart: Counterpart, desk: Client
) -> None:
    in_three_scripts(counterpart)
    one = Proposal.objects.order_by("pk").first()
    assert one is not None
    at = f"/desk/screening/{one.pk}/decide/"
    assert desk.post(at, {"state": "dismissed", "reason": " "}).status_code == 422
    desk.post(at, {"state": "dismissed", "reason": "Another village and another age."})
    one.refresh_from_db()
    assert one.state == Proposal.State.DISMISSED
    Screened.objects.update(entries=0)
    screen()
    one.refresh_from_db()
    assert one.state == Proposal.State.DISMISSED
    late = desk.post(at, {"state": "confirmed", "reason": "I was late."})
    one.refresh_from_db()
    assert late.status_code == 302
    assert one.state == Proposal.State.DISMISSED
    desk.post(at, {"state": "open"})
    one.refresh_from_db()
    assert one.state == Proposal.State.OPEN


def test_who_may_not_read_what_is_confidential_sees_no_proposal(counterpart: Counterpart) -> None:
    in_three_scripts(counterpart)
    blind = make.desk_of(make.officer("ren", DRAFTS))
    assert "សុខ ចាន់" not in blind.get("/desk/screening/").content.decode()
    assert "ចាន់" not in blind.get("/desk/screening/look/?q=Sok Chan").content.decode()
    one = Proposal.objects.first()
    assert one is not None
    assert blind.get(f"/desk/screening/{one.pk}/").status_code == 404
    bearer = Bearer.objects.filter(scope__classification="confidential").first()
    assert bearer is not None
    assert blind.get(f"/desk/screening/network/?bearer={bearer.pk}").status_code == 404


def test_a_revoked_organization_meets_a_report_in_another_script(
    counterpart: Counterpart, desk: Client
) -> None:
    counterpart.issue(
        notices.approved(name="Samnang Overseas Co., Ltd."), "5(1)", effective_on=date(2025, 4, 1)
    )
    counterpart.issue(report_on(("សំណាង អូវើស៊ី", "km", "Khmr")), "4(1)")
    counterpart.issue(report_on(("Samnang Oversea", "en", "Latn")), "4(1)")
    screen()
    sources = {
        (one.one_source.partition(":")[0], one.other_source.partition(":")[0])
        for one in Proposal.objects.all()
    }
    assert ("entry", "notice") in sources
    assert desk.get("/desk/screening/").status_code == 200


def test_two_entries_of_registers_with_like_names_are_left_alone(counterpart: Counterpart) -> None:
    counterpart.issue(
        notices.approved("KHM900001", "Mekong Light"), "5(1)", effective_on=date(2025, 4, 1)
    )
    counterpart.issue(
        notices.approved("KHM900002", "Mekong Light"), "5(1)", effective_on=date(2025, 4, 1)
    )
    screen()
    assert Bearer.objects.filter(source__startswith="entry:").count() == 2
    assert not Proposal.objects.exists()


def test_an_accepted_name_is_screened_and_leads_nowhere(
    counterpart: Counterpart, desk: Client
) -> None:
    in_three_scripts(counterpart)
    accept_name("Sok Chan", (), agreement=AGREEMENT, clause="4(1)", now=NOW)
    accepted = Bearer.objects.get(source__startswith="accepted:")
    assert Proposal.objects.filter(one_source=accepted.source).count() == 3
    network = desk.get(f"/desk/screening/network/?bearer={accepted.pk}").content.decode()
    assert network.count("<circle") == 4
    assert "Sok Chan" in network


def test_an_accepted_name_is_taken_out_again_with_all_that_was_said_of_it(
    counterpart: Counterpart, desk: Client
) -> None:
    in_three_scripts(counterpart)
    accept_name("Sok Chan", (), agreement=AGREEMENT, clause="4(1)", now=NOW)
    accepted = Bearer.objects.get(source__startswith="accepted:")
    other = Bearer.objects.filter(source__startswith="notice:").first()
    assert other is not None
    one = Proposal.objects.filter(one_source=accepted.source).first()
    assert one is not None
    desk.post(f"/desk/screening/{one.pk}/decide/", {"state": "confirmed", "reason": "One place."})
    page = desk.get(f"/desk/screening/network/?bearer={accepted.pk}").content.decode()
    assert "Take this name out of screening" in page
    at = "/desk/screening/forget/"
    assert desk.post(at, {"bearer": other.pk}).status_code == 404, "what a notice says stays"
    reader = make.desk_of(make.officer("ren", CONFIDENTIAL))
    assert reader.post(at, {"bearer": accepted.pk}).status_code == 403
    assert desk.post(at, {"bearer": accepted.pk}).status_code == 302
    assert not Bearer.objects.filter(source__startswith="accepted:").exists()
    assert not Proposal.objects.filter(one_source=accepted.source).exists()
    recorded = Entry.objects.filter(journal__agreement=node.LOCAL).order_by("-index").first()
    assert recorded is not None
    assert desk.post(at, {"bearer": accepted.pk}).status_code == 404


def test_those_said_to_be_one_leave_as_entities(counterpart: Counterpart, desk: Client) -> None:
    in_three_scripts(counterpart)
    one = Proposal.objects.order_by("pk").first()
    assert one is not None
    desk.post(f"/desk/screening/{one.pk}/decide/", {"state": "confirmed", "reason": "Same place."})
    lines = desk.post("/desk/screening/export/").content.decode().splitlines()
    entities = [json.loads(line) for line in lines]
    assert [entity["schema"] for entity in entities] == ["Person", "Person", "UnknownLink"]
    known = {entity["id"] for entity in entities}
    assert entities[-1]["properties"]["subject"][0] in known
    local = Entry.objects.filter(journal__agreement=node.LOCAL).count()
    assert local > 0


def test_the_list_asks_as_much_of_the_database_for_many_as_for_few(
    counterpart: Counterpart, desk: Client
) -> None:
    counts = []
    for _ in range(2):
        counterpart.issue(report_on(("Sok Chan", "en", "Latn")), "4(1)")
        counterpart.issue(report_on(("Sok Chhan", "en", "Latn")), "4(1)")
        screen()
        with CaptureQueriesContext(connection) as captured:
            desk.get("/desk/screening/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_notices_that_name_nobody_are_screened_together(counterpart: Counterpart) -> None:
    counts = []
    screen()
    for several in (2, 8):
        for _ in range(several):
            counterpart.issue(information("KH", "Of nobody in particular.").notice, "4(1)")
        with CaptureQueriesContext(connection) as captured:
            screen()
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_list_is_screened_by_and_by_and_then_what_follows_it(counterpart: Counterpart) -> None:
    rows = [notices.supporting_row(number) for number in range(ROWS + 5)]
    make.issue_notice(notices.supporting_list(rows), "6(4)")
    counterpart.issue(report_on(("架空支援機構7", "ja", "Jpan")), "4(1)")
    rounds = 0
    while screen_on(AGREEMENT, now=NOW):
        rounds += 1
        listed = Bearer.objects.filter(source__startswith="entry:").count()
        assert listed in {0, ROWS, len(rows)}
    assert listed == len(rows)
    assert rounds > 1
    assert Proposal.objects.exists()
