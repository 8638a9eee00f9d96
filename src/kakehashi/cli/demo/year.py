"""A year of invented notices under both agreements, from the opening to what is still open."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from kakehashi.cli.demo.cast import (
    cambodian,
    contact,
    employer,
    number_of,
    supporting_rows,
    tajik,
    written,
)
from kakehashi.cli.demo.disclosing import disclosures
from kakehashi.cli.demo.play import Play, as_example
from kakehashi.cli.demo.talks import HOURS, minuted_consultation
from kakehashi.core.canonical import encode
from kakehashi.core.notices.snapshots import contents_digest

KH, TJ = "jp-kh-2019", "jp-tj-2024"
Content = Mapping[str, object]
REGISTER = "Register of approved sending organizations"


def perform(play: Play, *, end: date) -> None:
    """Play a year that ends on a day; what is issued lies before it."""
    start = end - timedelta(days=364)
    _opening(play, start)
    cases: list[tuple[int, object]] = [
        (20, _inquiry),
        (34, _approvals),
        (48, _measures),
        (61, _commencement),
        (75, _tajik_list),
        (90, _misconduct),
        (118, _consultation),
        (140, _suspended_field),
        (160, _second_list),
        (180, _reports),
        (200, _exams),
        (215, _tajik_year),
        (217, minuted_consultation),
        (240, _revocation),
        (262, _more),
        (300, _inquiry),
        (308, disclosures),
        (322, _lifted),
        (344, _late),
    ]
    for days, scene in cases:
        play.on(start + timedelta(days=days))
        if callable(scene):
            scene(play)


def _opening(play: Play, day: date) -> None:
    play.on(day)
    for agreement in (KH, TJ):
        play.cross(agreement)
        play.cross(agreement)
    play.on(day + timedelta(days=1))
    for party, agreement in (("JP", KH), ("KH", KH), ("TJ", TJ)):
        play.say(party, agreement, "contact-point.changed", _contact(party))
    play.on(day + timedelta(days=3))
    opening = [cambodian(number) for number in range(6)]
    shared = _opening_list(opening, play.at.date(), source=("km", "បញ្ជីអង្គការបញ្ជូនដែលបានអនុញ្ញាត"))
    play.say("KH", KH, "sending-organization.list-shared", shared)
    _share_list(play, supporting_rows(120), None)
    play.cross(KH)
    play.cross(TJ)


def _approvals(play: Play) -> None:
    for number in (6, 7):
        play.say("KH", KH, "sending-organization.approved", _approved(cambodian(number), play))
    play.cross(KH)


def _measures(play: Play) -> None:
    for number in (0, 1):
        play.say("JP", KH, "accepting-organization.measure-ordered", _ordered(number, play))
    play.say("JP", KH, "supporting-organization.measure-ordered")
    play.cross(KH)


def _commencement(play: Play) -> None:
    day = play.at.date()
    note = as_example("commencement.notified")
    notified = play.say(
        "TJ",
        TJ,
        "commencement.notified",
        {**note, "statement": {"sent_on": day.isoformat(), "last": True}},
    )
    play.cross(TJ)
    play.on(day + timedelta(days=2))
    received = as_example("commencement.received")
    play.say(
        "JP",
        TJ,
        "commencement.received",
        {**received, "statement": {"received_on": play.at.date().isoformat(), "last": True}},
        answers=(notified,),
    )
    play.cross(TJ)
    play.cross(TJ)


def _tajik_list(play: Play) -> None:
    opening = [tajik(number) for number in range(3)]
    shared = _opening_list(
        opening, play.at.date(), source=("tg", "Феҳристи ташкилотҳои фиристандаи тасдиқшуда")
    )
    play.say("TJ", TJ, "sending-organization.list-shared", shared)
    _share_list(play, supporting_rows(120), None, agreements=(TJ,))
    play.cross(TJ)


def _misconduct(play: Play) -> None:
    about = cambodian(2)
    day = play.at.date()
    informed = play.say("JP", KH, "misconduct.informed", _about(about, "misconduct.informed"))
    play.cross(KH)
    play.on(day + timedelta(days=3))
    begun = {"begins_on": _day(day, 3), "expected_on": _day(day, 32)}
    acknowledged = _confidential("misconduct.acknowledged", **begun)
    play.say("KH", KH, "misconduct.acknowledged", acknowledged, answers=(informed,))
    play.cross(KH)
    play.on(day + timedelta(days=10))
    suspended = as_example("sending-organization.suspended")
    public = {**_mapping(suspended["public"]), **_named(about)}
    public["until_on"] = (day + timedelta(days=120)).isoformat()
    play.say("KH", KH, "sending-organization.suspended", {"public": public})
    play.cross(KH)
    play.on(day + timedelta(days=26))
    found = _investigated(about, day)
    play.say("KH", KH, "investigation.reported", found, answers=(informed,))
    play.cross(KH)


def _consultation(play: Play) -> None:
    day = play.at.date()
    proposed = as_example("consultation.proposed")
    days = [(day + timedelta(days=n)).isoformat() for n in (21, 28)]
    offered = {"days": days, "hours": HOURS}
    asked = play.say("JP", KH, "consultation.proposed", {**proposed, "statement": offered})
    play.cross(KH)
    play.on(day + timedelta(days=4))
    accepted = as_example("consultation.accepted")
    play.say(
        "KH",
        KH,
        "consultation.accepted",
        {**accepted, "statement": {"on": days[0], "hours": HOURS}},
        answers=(asked,),
    )
    play.cross(KH)


def _suspended_field(play: Play) -> None:
    day = play.at.date() + timedelta(days=14)
    content = as_example("acceptance.suspended")
    public = {
        **_mapping(content["public"]),
        "channels": [{"channel": "certificate-of-eligibility", "from_on": day.isoformat()}],
    }
    for agreement in (KH, TJ):
        play.say("JP", agreement, "acceptance.suspended", {"public": public}, effective_on=day)
        play.cross(agreement)


def _second_list(play: Play) -> None:
    _share_list(play, supporting_rows(118, first=4), supporting_rows(120))
    _share_list(play, supporting_rows(118, first=4), supporting_rows(120), agreements=(TJ,))
    play.cross(KH)
    play.cross(TJ)


def _reports(play: Play) -> None:
    day = play.at.date()
    reported = play.say("KH", KH, "intermediary.reported")
    play.say("JP", KH, "information.shared", _confidential("information.shared"))
    play.cross(KH)
    play.on(day + timedelta(days=9))
    play.say("JP", KH, "intermediary-report.answered", answers=(reported,))
    play.cross(KH)


def _exams(play: Play) -> None:
    day = play.at.date()
    play.say("JP", KH, "exams.reported")
    asked = play.say("JP", KH, "exam-cooperation.requested")
    play.cross(KH)
    play.on(day + timedelta(days=6))
    play.say("KH", KH, "exam-cooperation.answered", answers=(asked,))
    play.cross(KH)


def _tajik_year(play: Play) -> None:
    day = play.at.date()
    for number in (3, 4):
        play.say("TJ", TJ, "sending-organization.approved", _approved(tajik(number), play))
    play.say("JP", TJ, "accepting-organization.measure-ordered", _ordered(2, play))
    asked = play.say("TJ", TJ, "inquiry.asked", _inquired())
    play.cross(TJ)
    play.on(day + timedelta(days=8))
    play.say("JP", TJ, "inquiry.answered", _confined("inquiry.answered"), answers=(asked,))
    play.cross(TJ)


def _revocation(play: Play) -> None:
    content = as_example("sending-organization.revoked")
    public = {**_mapping(content["public"]), **_named(cambodian(2))}
    effective = play.at.date() + timedelta(days=7)
    play.say("KH", KH, "sending-organization.revoked", {"public": public}, effective_on=effective)
    play.cross(KH)


def _more(play: Play) -> None:
    play.say("KH", KH, "sending-organization.approved", _approved(cambodian(8), play))
    play.say("JP", KH, "accepting-organization.measure-ordered", _ordered(3, play))
    play.cross(KH)


def _inquiry(play: Play) -> None:
    day = play.at.date()
    asked = play.say("JP", KH, "inquiry.asked", _inquired())
    play.cross(KH)
    play.on(day + timedelta(days=5))
    play.say("KH", KH, "inquiry.partly-answered", answers=(asked,))
    play.cross(KH)
    play.on(day + timedelta(days=11))
    play.say("KH", KH, "inquiry.answered", _confined("inquiry.answered"), answers=(asked,))
    play.cross(KH)


def _lifted(play: Play) -> None:
    ordered = play.say("JP", KH, "accepting-organization.measure-ordered", _ordered(0, play))
    play.cross(KH)
    play.on(play.at.date() + timedelta(days=12))
    content = as_example("accepting-organization.measure-lifted")
    public = {**_mapping(content["public"]), "organization": employer(0)}
    play.say(
        "JP", KH, "accepting-organization.measure-lifted", {"public": public}, refers=(ordered,)
    )
    play.cross(KH)


def _late(play: Play) -> None:
    """Leave something open: an inquiry and a piece of information that wait for their answer."""
    play.say("JP", KH, "inquiry.asked", _inquired())
    play.say("KH", KH, "inquiry.asked", _inquired())
    play.say("JP", KH, "misconduct.informed", _about(cambodian(4), "misconduct.informed"))
    play.cross(KH)
    play.say("JP", TJ, "inquiry.asked", _inquired())
    play.cross(TJ)


def _contact(party: str) -> Content:
    content = as_example("contact-point.changed")
    return {"restricted": {**_mapping(content["restricted"]), **contact(party)}}


def _opening_list(
    organizations: Sequence[dict[str, object]], day: date, *, source: tuple[str, str]
) -> Content:
    rows = [
        {
            "number": number_of(organization),
            "organization": organization,
            "approval": _approval(day - timedelta(days=200)),
            "status": "approved",
            "since_on": (day - timedelta(days=200)).isoformat(),
        }
        for organization in organizations
    ]
    return {"public": _snapshot(rows, day, written(*source, REGISTER)), "rows": rows}


def _share_list(
    play: Play,
    rows: list[dict[str, object]],
    before: list[dict[str, object]] | None,
    *,
    agreements: Iterable[str] = (KH,),
) -> None:
    source = written(
        "ja", "登録支援機関登録簿(架空)", "Register of supporting organizations (invented)"
    )
    public = _snapshot(rows, play.at.date(), source)
    if before is not None:
        numbers = {str(row["number"]) for row in rows}
        earlier = {str(row["number"]) for row in before}
        public["previous_digest"] = _digest(before)
        public["changes"] = {
            "added": len(numbers - earlier),
            "changed": 0,
            "departed": len(earlier - numbers),
        }
    for agreement in agreements:
        content = {"public": public, "rows": rows}
        play.say("JP", agreement, "supporting-organization.list-shared", content)


def _snapshot(
    rows: Sequence[Mapping[str, object]], day: date, source: Content
) -> dict[str, object]:
    return {
        "as_of_on": day.isoformat(),
        "source": source,
        "count": len(rows),
        "digest": _digest(rows),
    }


def _digest(rows: Sequence[Mapping[str, object]]) -> str:
    return contents_digest((str(row["number"]), encode(dict(row))) for row in rows)


def _approval(day: date) -> Content:
    until = day.replace(year=day.year + 3) if (day.month, day.day) != (2, 29) else day
    return {
        "validity": {"from_on": day.isoformat(), "until_on": until.isoformat()},
        "capacity": 200,
        "fees": [
            {"charged_for": "training", "at_most": {"amount": "450", "currency": "USD"}},
            {"charged_for": "documents", "at_most": {"amount": "180", "currency": "USD"}},
        ],
        "fields": ["nursing-care", "agriculture", "food-service"],
    }


def _approved(organization: dict[str, object], play: Play) -> Content:
    return {
        "public": {
            "number": number_of(organization),
            "organization": organization,
            "approval": _approval(play.at.date()),
        }
    }


def _named(organization: Mapping[str, object]) -> dict[str, object]:
    return {"number": number_of(dict(organization)), "names": organization["names"]}


def _about(organization: Mapping[str, object], kind: str) -> Content:
    content = as_example(kind)
    return {
        **content,
        "confidential": {**_mapping(content["confidential"]), **_named(organization)},
    }


def _investigated(organization: Mapping[str, object], informed_on: date) -> Content:
    content = _mapping(_about(organization, "investigation.reported")["confidential"])
    content |= {"began_on": _day(informed_on, 3), "ended_on": _day(informed_on, 24)}
    content |= {"steps": [{"step": "visited", "on": _day(informed_on, 6)}]}
    return {"confidential": {**content, "follow_up_on": _day(informed_on, 180)}}


def _day(day: date, after: int) -> str:
    return (day + timedelta(days=after)).isoformat()


def _confidential(kind: str, **more: object) -> Content:
    return {"confidential": {**_mapping(as_example(kind)["confidential"]), **more}}


def _confined(kind: str) -> Content:
    return {"restricted": as_example(kind)["restricted"]}


def _inquired() -> Content:
    return {"restricted": as_example("inquiry.asked")["restricted"]}


def _ordered(number: int, play: Play) -> Content:
    content = as_example("accepting-organization.measure-ordered")
    day = play.at.date()
    public = {
        **_mapping(content["public"]),
        "organization": employer(number),
        "reference": f"管支第{900 + number}号",
        "improve_by_on": (day + timedelta(days=60)).isoformat(),
        "published_on": day.isoformat(),
        "published_at_url": f"https://isa.example/measures/{900 + number}",
    }
    return {"public": public}


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("a compartment is an object")
    return value
