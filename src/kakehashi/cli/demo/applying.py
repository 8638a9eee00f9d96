"""Applications that wait at the demonstration's ministries. All that they say is invented."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from kakehashi.cli.demo.play import OFFICERS
from kakehashi.cli.demo.stage import Stage

Answers = Mapping[str, list[dict[str, str]]]

PASSWORD: Final = "lotus bridge rice morning"  # noqa: S105 - printed for whoever tries it
STEP: Final = "kakehashi.cli.demo.applying:leave_application"
APPROVING: Final = "kakehashi.cli.demo.applying:approve_application"
_COMMON: Final[Answers] = {
    "staff": [{"total": "24", "japanese": "6", "teachers": "8", "care": "2"}],
    "capacity": [{"persons": "300", "places": "120", "fields": "nursing-care\nagriculture"}],
}
_KHMER: Final[Answers] = {
    **_COMMON,
    "names": [
        {"text": "ក្រុមហ៊ុន ផ្កាយព្រឹក ឯ.ក", "lang": "km", "use": "official"},
        {"text": "Phkay Proek Overseas Co., Ltd.", "lang": "en", "use": "transliterated"},
        {"text": "プカイ・プルーク", "lang": "ja", "use": "transliterated"},
    ],
    "numbers": [{"scheme": "company-register", "number": "00099999", "country": "KH"}],
    "addresses": [
        {"text": "ផ្លូវ ៩៩៩ ភ្នំពេញ", "lang": "km", "country": "KH", "region": "ភ្នំពេញ"},
    ],
    "contact": [
        {"phone": "+855 99 000 222", "email": "office@phkay.example", "languages": "km\nja"}
    ],
    "representatives": [{"text": "សុខ វិសាល", "lang": "km", "position": "នាយក"}],
    "owners": [{"name": "Sok Visal", "role": "both", "country": "KH", "share": "100"}],
    "fees": [
        {"for": "training", "amount": "600 USD", "basis": "រៀនភាសាជប៉ុន ៤៨០ ម៉ោង ១.២៥ ដុល្លារក្នុងមួយម៉ោង"},
        {"for": "documents", "amount": "120 USD", "basis": "លិខិតឆ្លងដែន និងទិដ្ឋាការ តាមតម្លៃរដ្ឋ"},
    ],
}
_TAJIK: Final[Answers] = {
    **_COMMON,
    "names": [
        {"text": "ҶДММ «Субҳи Нав»", "lang": "tg", "use": "official"},
        {"text": "Subhi Nav LLC", "lang": "en", "use": "transliterated"},
    ],
    "numbers": [{"scheme": "tax-number", "number": "999000111", "country": "TJ"}],
    "addresses": [
        {"text": "хиёбони Рӯдакӣ 999, Душанбе", "lang": "tg", "country": "TJ", "region": "Душанбе"},
    ],
    "contact": [
        {"phone": "+992 99 000 1111", "email": "office@subhi.example", "languages": "tg\nru\nja"}
    ],
    "representatives": [{"text": "Раҳимов Ҷамшед", "lang": "tg", "position": "Директор"}],
    "owners": [{"name": "Rahimov Jamshed", "role": "both", "country": "TJ", "share": "100"}],
    "fees": [
        {"for": "training", "amount": "4000 TJS", "basis": "400 соат забони ҷопонӣ, 10 сомонӣ"}
    ],
}
APPROVED: Final[Answers] = {
    **_KHMER,
    "names": [
        {"text": "ក្រុមហ៊ុន រំដួល ឯ.ក", "lang": "km", "use": "official"},
        {"text": "Rumduol Overseas Co., Ltd.", "lang": "en", "use": "transliterated"},
        {"text": "ルムドゥール", "lang": "ja", "use": "transliterated"},
    ],
    "numbers": [{"scheme": "company-register", "number": "00099998", "country": "KH"}],
    "contact": [
        {"phone": "+855 99 000 333", "email": "office@rumduol.example", "languages": "km\nja"}
    ],
    "representatives": [{"text": "ហេង សុភ័ក្រ", "lang": "km", "position": "នាយិកា"}],
    "owners": [{"name": "Heng Sopheak", "role": "both", "country": "KH", "share": "100"}],
}
APPROVED_ACCOUNT: Final = "sopheak@rumduol.example"
LEFT: Final[Mapping[str, tuple[str, str, Answers]]] = {
    "KH": ("jp-kh-2019", "visal@phkay.example", _KHMER),
    "TJ": ("jp-tj-2024", "jamshed@subhi.example", _TAJIK),
}
"""Under which agreement, by whose account, and what is answered, at each side that approves."""


def leave_applications(stage: Stage) -> None:
    """Put the standards in force at each ministry that approves, and leave an application there."""
    for party, (agreement, email, answers) in LEFT.items():
        stage.actor(party).act(
            STEP,
            agreement=agreement,
            officers=list(OFFICERS[party]),
            email=email,
            answers={name: list(rows) for name, rows in answers.items()},
        )


def approve_one(stage: Stage) -> str:
    """Have one more organization of Cambodia apply, be examined and approved; gives its number."""
    agreement, _email, _answers = LEFT["KH"]
    officers = list(OFFICERS["KH"])
    answers = {name: list(rows) for name, rows in APPROVED.items()}
    actor = stage.actor("KH")
    who = {"agreement": agreement, "officers": officers}
    public_id = actor.act(STEP, **who, email=APPROVED_ACCOUNT, answers=answers)
    return str(actor.act(APPROVING, **who, application=public_id))


def leave_application(
    *, agreement: str, officers: list[str], email: str, answers: Answers, now: datetime
) -> str:
    """Inside a node: two officers put the starting set in force, and an organization applies.

    Gives the application's public id.
    """
    from kakehashi.accounts.models import Officer
    from kakehashi.approvals import actions, applicants, paper_files, standards
    from kakehashi.approvals.sealing import Content
    from kakehashi.core.approving.asks import DECLARATION
    from kakehashi.core.approving.completeness import undertaking
    from kakehashi.core.approving.course import Purpose

    made = standards.starting_set(agreement)
    if made is None:
        raise LookupError(agreement)
    proposer, confirmer = (Officer.objects.get(username=name).pk for name in officers)
    today = now.date()
    if standards.version_on(agreement, today) is None:
        version = standards.propose(
            agreement, made, from_on=today - timedelta(days=1), by=proposer, now=now
        )
        standards.confirm(version, by=confirmer, now=now)
    who = applicants.sign_up(email=email, name=email.partition("@")[0], password=PASSWORD, now=now)
    declared = {undertaking(code): "yes" for code in made.undertakings}
    said = {name: [dict(row) for row in rows] for name, rows in answers.items()}
    representative = said["representatives"][0]
    declared |= {"name": representative["text"], "position": representative["position"]}
    said[DECLARATION] = [declared]
    application = actions.begin(
        who,
        agreement=agreement,
        purpose=Purpose.APPROVAL,
        content=Content(said),
        today=today,
        now=now,
    )
    for revision, paper in enumerate(made.papers):
        kept = paper_files.looked_at(paper.value, f"{paper.value}.pdf", PAPER)
        actions.add_paper(application, kept, PAPER, revision=revision, now=now)
    actions.submit(application, revision=len(made.papers), today=today, now=now)
    return str(application.public_id)


def approve_application(
    *, agreement: str, officers: list[str], application: str, now: datetime
) -> str:
    """Inside a node: one officer examines an application, another approves it; gives its number."""
    from kakehashi import dispatch, node
    from kakehashi.accounts.models import Officer
    from kakehashi.approvals import examining, queries, standards
    from kakehashi.approvals.models import Application
    from kakehashi.core.approving.course import Verdict
    from kakehashi.core.approving.entry import Terms, fees_declared
    from kakehashi.core.approving.renewal import last_day
    from kakehashi.dispatch import approving

    examiner, decider = (Officer.objects.get(username=name).pk for name in officers)
    found, today = Application.objects.get(public_id=application), now.date()
    made = standards.version_on(agreement, today)
    if made is None:
        raise LookupError(agreement)
    examining.declare(found, has_conflict=False, words="", by=examiner, now=now)
    examining.take_up(found, by=examiner, today=today, now=now)
    found.refresh_from_db()
    findings = dict.fromkeys(standards.set_of(made).codes, (Verdict.MET, "បានឃើញនៅលើឯកសារ (ប្រឌិត)"))
    examining.find(found, findings, by=examiner, today=today, now=now)
    terms = Terms(
        from_on=today,
        until_on=last_day(today, 36),
        capacity=300,
        fields=("nursing-care", "agriculture"),
        conditions=(),
        language="en",
        fees=fees_declared(queries.content_of(found).answers),
    )
    examining.recommend(
        found, approve=True, told={"terms": terms.told()}, by=examiner, today=today, now=now
    )
    examining.declare(found, has_conflict=False, words="", by=decider, now=now)
    found.refresh_from_db()
    profile, party = node.profile(agreement), node.this().party
    office = next(one.office for one in profile.contact_points if one.party == party)
    signing = approving.Signing(decider, "Director General", office, today, now)
    approving.approve(found, revision=found.revision, signing=signing)
    dispatch.catch_up(agreement, now=now)
    found.refresh_from_db()
    return found.number


PAPER: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources"
    b"<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 62>>stream\nBT /F 24 Tf 72 700 Td (An invented document) Tj ET\n"
    b"endstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
"""A page that says that it is invented, in place of every document."""
