"""Each rule beyond the form of a field, broken in an example: the fault and its place."""

import pytest
from pydantic import ValidationError

from kakehashi.core.notices import KINDS, example, problems
from kakehashi.core.notices.faults import Fault
from kakehashi.core.notices.payload import Decided
from kakehashi.core.notices.problems import FormFault
from tests.core.notices.leaves import Json, Path, as_json, at, changed, without

P, R, C, S = "public", "restricted", "confidential", "statement"
JTI = "01900000-0000-7000-8000-000000000001"
TWICE = object()
GONE = object()

BROKEN: list[tuple[str, Path, object, Fault, Path]] = [
    # kind, what is changed, into what, the fault, its place
    ("contact-point.changed", (R, "validity", "until_on"), "2020-01-01", Fault.ENDS_EARLY,
     (R, "validity")),
    ("contact-point.changed", (R, "validity", "from_on"), "1 May", Fault.NO_DAY,
     (R, "validity", "from_on")),
    ("inquiry.asked", ("links", "answers"), [JTI, JTI], Fault.NAMED_TWICE, ("links",)),
    ("information.shared", (C,), GONE, Fault.ONE_OF_TWO_SHARED, ()),
    ("information.shared", ("particulars",),
     {"representatives": [{"names": [{"text": "x", "lang": "en", "script": "Latn"}]}]},
     Fault.PARTICULARS_ALONE, ()),
    ("intermediary.reported", (C, "payments", 0, "payee"), 9, Fault.NO_SUCH_PAYEE, (C,)),
    ("intermediary.reported", (C, "payments", 0, "amount", "currency"), "YEN",
     Fault.NO_CURRENCY, (C, "payments", 0, "amount", "currency")),
    ("intermediary.reported", (C, "acts", 0, "period", "until_month"), "2001-01",
     Fault.ENDS_EARLY, (C, "acts", 0, "period")),
    ("misconduct.informed", (C, "points", 0, "redacted"), GONE, Fault.REDACTED_WORDS,
     (C, "points", 0)),
    ("misconduct.informed", (C, "points", 1, "number"), 1, Fault.SAME_NUMBER, (C,)),
    ("misconduct.informed", (C, "files", 0, "point"), 9, Fault.NO_SUCH_POINT, (C,)),
    ("misconduct.informed", (C, "points", 0, "payments", 0, "payee"), 9, Fault.NO_SUCH_PAYEE,
     (C,)),
    ("investigation.reported", (C, "outcome"), "ongoing", Fault.NO_RESULT_YET, (C,)),
    ("investigation.reported", (C, "consequences"), ["none", "guidance"],
     Fault.NONE_AND_SOME, (C,)),
    ("accepting-organization.measure-ordered", (P, "measure"), "other", Fault.SAY_MEASURE, (P,)),
    ("sending-organization.list-shared", ("rows", 1, "number"), "KHM900001",
     Fault.NUMBER_TWICE, ()),
    ("sending-organization.list-shared", (P, "count"), 3, Fault.ROWS_COUNTED, ()),
    ("supporting-organization.list-shared", ("particulars", "representatives", 0, "row"), 2,
     Fault.NO_SUCH_ROW, ()),
    ("inquiry.asked", (R, "questions", 1, "text"), GONE, Fault.NO_QUESTION, (R, "questions", 1)),
    ("inquiry.asked", (R, "questions", 1, "number"), 1, Fault.SAME_NUMBER, (R,)),
    ("inquiry.answered", (R, "answers"), [], Fault.ANSWER_EACH_ONCE, (R,)),
    ("inquiry.answered", (R, "answers", 1, "question"), 1, Fault.ANSWER_EACH_ONCE, (R,)),
    ("consultation.minuted", (R, "actions"), [], Fault.ACTIONS_DESCRIBED, ()),
    ("consultation.minuted", (S, "actions"), TWICE, Fault.SAME_NUMBER, (S,)),
    ("exam-cooperation.answered", (R, "why_not"), GONE, Fault.SAY_WHY_NOT, (R,)),
    ("exam-cooperation.answered", (R, "reply"), "yes", Fault.SAY_WHY_NOT, (R,)),
    ("exams.reported", (R, "sessions", 0, "passed"), 999, Fault.COUNTS_DIFFER,
     (R, "sessions", 0)),
    ("certificate.issued", (R, "certificates"), TWICE, Fault.SAME_NUMBER, (R,)),
    ("acceptance.suspended", (P, "channels"), TWICE, Fault.NAMED_TWICE, (P,)),
    ("acceptance.suspended", (P, "field"), "electric-electronics-information",
     Fault.NO_FIELD_THEN, (P,)),
    ("residence-handling.informed", (R, "counts", 0, "not_permitted"), 9999,
     Fault.COUNTS_DIFFER, (R, "counts", 0)),
    ("return.requested", (C, "persons", 0, "refusal", "final_on"), "2020-01-01",
     Fault.FINAL_EARLY, (C, "persons", 0, "refusal")),
    ("return.requested", (C, "persons", 1, "dependant_of"), GONE, Fault.DEPENDANT_OF_WORKER,
     (C, "persons", 1)),
    ("return.requested", (C, "persons", 1, "reference"), "R-999-1", Fault.SAME_REFERENCE, (C,)),
    ("return.requested", (C, "persons", 0, "status"), "ssw-1", Fault.DEPENDANT_OF_TWO, (C,)),
    ("amendment.consented", (S, "signatories", 1, "signatory"), "moj", Fault.NAMED_TWICE, (S,)),
    ("amendment.consented", (R, "instruments", 1, "signatories"), [], Fault.INSTRUMENT_SIGNED,
     ()),
    ("targets.proposed", (S, "targets"), TWICE, Fault.NAMED_TWICE, (S,)),
    ("calendar.confirmed", (S, "year"), 2027, Fault.ANOTHER_YEAR, (S,)),
    ("calendar.confirmed", (S, "holidays"), TWICE, Fault.NAMED_TWICE, (S,)),
    ("notice.corrected", ("links", "corrects"), GONE, Fault.CORRECTS_NOTHING, ()),
    ("notice.corrected", (P, "now"), GONE, Fault.RESTATES_ONE_KIND, ()),
    ("notice.corrected", (P, "now", "kind"), "inquiry.asked", Fault.NO_SUCH_CONTENT,
     (P, "now", "content")),
    ("notice.corrected", (P, "now", "version"), 9, Fault.UNKNOWN_VERSION, (P, "now", "content")),
    ("notice.corrected", (P, "now", "content"), [], Fault.NOT_AN_OBJECT, (P, "now", "content")),
    ("notice.withdrawn", ("links", "corrects"), GONE, Fault.CORRECTS_NOTHING, ()),
    ("notice.withdrawn", (R,), {"why": "twice"}, Fault.ONE_CLASS, ()),
    ("letter.registered", (S, "received_on"), GONE, Fault.WHEN_RECEIVED, (S,)),
    ("letter.registered", (S, "stands_for"), "inquiry.asked", Fault.ANOTHER_KIND, ()),
    ("journal.opened", (S, "keys", 3, "alg"), "Ed25519", Fault.WRONG_CURVE, (S, "keys", 3)),
    ("journal.opened", (S, "keys", 1, "role"), "envelope", Fault.KEY_PER_ROLE, (S,)),
    ("journal.opened", (S, "profile"), GONE, Fault.PROFILE_OF_AGREEMENT, (S,)),
    ("journal.opened", (S, "previous", "generation"), 2, Fault.GENERATION_ORDER, (S,)),
    ("journal.opened", (S, "previous"), GONE, Fault.GENERATION_FOLLOWS, (S,)),
    ("keys.changed", (S, "certificate_keys", 0, "until_on"), "2020-01-01", Fault.ENDS_EARLY,
     (S, "certificate_keys", 0)),
    ("entries.received", (S, "held", 1, "size"), 118, Fault.SIZES_GROW, (S,)),
]  # fmt: skip


def _broken(said: Json, path: Path, into: object) -> Json:
    if into is GONE:
        return without(said, path)
    return changed(said, path, at(said, path) * 2 if into is TWICE else into)


@pytest.mark.parametrize(
    ("kind", "path", "into", "fault", "place"),
    BROKEN,
    ids=[f"{kind}-{fault}-{number}" for number, (kind, _, _, fault, _) in enumerate(BROKEN)],
)
def test_a_broken_rule_is_named_with_its_place(
    kind: str, path: Path, into: object, fault: Fault, place: Path
) -> None:
    said = _broken(as_json(example(kind)), path, into)
    with pytest.raises(ValidationError) as caught:
        KINDS[kind].model_validate(said)
    assert [(found.fault, found.path) for found in problems(caught.value)] == [(fault, place)]


def test_one_key_serves_no_two_roles() -> None:
    said = as_json(example("journal.opened"))
    said["statement"]["keys"][1]["x"] = said["statement"]["keys"][0]["x"]
    with pytest.raises(ValidationError, match=r"no key serves two roles|No key serves two roles"):
        KINDS["journal.opened"].model_validate(said)


def test_a_change_of_keys_names_a_key() -> None:
    with pytest.raises(ValidationError, match="at least one key"):
        KINDS["keys.changed"].model_validate({"statement": {"why": "regular"}})


@pytest.mark.parametrize(
    "decided", [{}, {"on": "2026-01-01", "not_later_than": "2026-01-01"}], ids=["none", "both"]
)
def test_a_decision_has_its_day_or_its_latest_day(decided: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as caught:
        Decided.model_validate(decided)
    assert caught.value.errors()[0]["type"] == Fault.ONE_DAY


def test_the_latest_day_of_a_decision_is_known_either_way() -> None:
    for said in ({"on": "2021-12-23"}, {"not_later_than": "2021-12-23"}):
        assert Decided.model_validate(said).latest.isoformat() == "2021-12-23"


def test_every_fault_is_tried_here_or_named_here() -> None:
    elsewhere = {
        Fault.KEY_IN_TWO_ROLES,
        Fault.NO_KEY,
        Fault.ONE_DAY,
        Fault.ATTACHMENT_NUMBERS,
        Fault.PARTS_DIFFER,
    }
    assert {fault for _, _, _, fault, _ in BROKEN} | elsewhere == set(Fault)


FORM = [
    (("public", "number"), GONE, FormFault.MISSING, {}),
    (("public", "grounds"), [], FormFault.TOO_FEW, {"least": 1}),
    (("public", "grounds"), ["other"] * 14, FormFault.TOO_MANY, {"most": 13}),
    (("public", "grounds", 0), "bad luck", FormFault.NOT_A_CHOICE, {}),
    (("public", "number"), "", FormFault.TOO_SHORT, {"least": 1}),
    (("public", "number"), "x" * 101, FormFault.TOO_LONG, {"most": 100}),
    (("public", "number"), 7, FormFault.NOT_TEXT, {}),
    (("public", "names", 0, "script"), "latin", FormFault.WRONG_FORM, {}),
    (("public", "surprise"), "x", FormFault.UNKNOWN_FIELD, {}),
    (("confidential", "attachments", 0, "number"), 0, FormFault.TOO_SMALL, {"least": 1}),
    (("confidential", "attachments", 0, "number"), 101, FormFault.TOO_LARGE, {"most": 100}),
    (("confidential", "attachments", 0, "number"), "one", FormFault.NOT_A_NUMBER, {}),
    (("confidential",), "words", FormFault.WRONG, {}),
]


@pytest.mark.parametrize(("path", "into", "fault", "facts"), FORM)
def test_a_fault_of_form_has_a_code_its_place_and_its_facts(
    path: Path, into: object, fault: FormFault, facts: dict[str, int]
) -> None:
    kind = "sending-organization.revoked"
    said = _broken(as_json(example(kind)), path, into)
    with pytest.raises(ValidationError) as caught:
        KINDS[kind].model_validate(said)
    assert [(f.path, f.fault, f.facts) for f in problems(caught.value)] == [(path, fault, facts)]
    assert "{" not in problems(caught.value)[0].message
