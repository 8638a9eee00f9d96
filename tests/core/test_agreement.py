import re
from datetime import date

import pytest

from kakehashi.core.agreement import (
    Opener,
    Permit,
    Profile,
    ProfileRefused,
    Reason,
    Side,
    Source,
    digest,
    load,
)
from kakehashi.core.notices import KIND_FACTS, KINDS, PROTOCOL_KINDS
from kakehashi.core.notices.payload import Classification
from tests.core.hearing import FOLDERS, profile, profile_text

KH = "jp-kh-2019"
TJ = "jp-tj-2024"
INVENTED = "vs-or-2031"
TODAY = date(2026, 7, 1)


def refused(text: str) -> list[tuple[int, Reason]]:
    with pytest.raises(ProfileRefused) as caught:
        load(text, kinds=KIND_FACTS)
    assert list(caught.value.problems) == sorted(caught.value.problems)
    return [(problem.line, problem.reason) for problem in caught.value.problems]


def changed(old: str, new: str, *, name: str = INVENTED) -> tuple[str, int]:
    """Replace the only place where `old` stands; give the text and the line of that place."""
    text = profile_text(name)
    assert text.count(old) == 1, f"{text.count(old)} places"
    return text.replace(old, new), text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_a_profile_is_accepted_and_keeps_its_name(name: str) -> None:
    assert profile(name).name == name


def test_the_two_memoranda_have_all_their_clauses() -> None:
    assert list(profile(KH).clauses) == [
        *("1", "2", "3", "4(1)", "4(2)"),
        *("5(1)", "5(2)", "5(3)", "5(4)", "5(5)", "5(6)", "5(7)"),
        *("6(1)", "6(2)", "6(3)", "6(4)", "6(5)", "7", "8", "9", "10"),
    ]
    assert list(profile(TJ).clauses) == [
        *("1", "2", "3", "4 1)", "4 2)", "5", "6", "6 1)", "6 2)", "6 3)", "6 4)"),
        *("7", "7 1)", "7 2)", "7 3)", "7 4)", "7 5)", "7 6)", "8", "9", "10"),
    ]


@pytest.mark.parametrize(
    ("name", "absent"),
    [
        (KH, {"disclosure.notified", "commencement.", "discontinuance.", "dispute."}),
        (TJ, {"disclosure.requested", "disclosure.consented", "disclosure.refused",
              "disclosure.consent-withdrawn", "supporting-organization.measure-", "certificate.",
              "review."}),
    ],
)  # fmt: skip
def test_every_kind_may_be_issued_by_somebody_except_what_the_other_memorandum_has(
    name: str, absent: set[str]
) -> None:
    permitted = {permit.kind for permit in profile(name).permits}
    for kind in KINDS.keys() - PROTOCOL_KINDS:
        assert (kind not in permitted) == any(kind.startswith(prefix) for prefix in absent), kind


def test_each_side_may_issue_its_own_kinds_only() -> None:
    terms = profile(KH).on(TODAY)
    assert terms.permit("sending-organization.revoked", "KH", "5(4)") == Permit(
        "sending-organization.revoked", "KH", "5(4)", (Classification.PUBLIC,)
    )
    assert terms.permit("sending-organization.revoked", "JP") is None
    assert terms.permit("sending-organization.revoked", "KH", "5(1)") is None
    assert terms.permit("sending-organization.revoked", "TJ") is None
    assert terms.permit("misconduct.informed", "JP") is not None
    assert "misconduct.informed" not in terms.kinds_open_to("KH")


def test_a_correction_stands_under_every_clause() -> None:
    terms = profile(TJ).on(TODAY)
    for number in profile(TJ).clauses:
        permit = terms.permit("notice.corrected", "TJ", number)
        assert permit is not None
        assert permit.is_everywhere


def test_kinds_of_the_protocol_are_open_to_both_under_no_clause() -> None:
    terms = profile(KH).on(TODAY)
    for party in ("JP", "KH"):
        permit = terms.permit("entries.received", party, "protocol")
        assert permit is not None
        assert permit.clause == "protocol"
        assert terms.permit("entries.received", party, "3") is None
    assert terms.permit("entries.received", "TJ") is None


def test_the_differences_between_the_memoranda_are_values() -> None:
    cambodia, tajikistan = profile(KH).on(TODAY), profile(TJ).on(TODAY)
    assert (cambodia.needs_consent, tajikistan.needs_consent) == (True, False)
    assert (cambodia.needs_certificate, tajikistan.needs_certificate) == (True, False)
    assert cambodia.choice("examination") == "standards-only"
    assert tajikistan.choice("examination") == "before-approval"
    assert cambodia.table("review")["held"] == "as-necessary"
    assert tajikistan.table("review")["held"] == "none"
    assert cambodia.choice("disputes") == "not-stated"
    assert tajikistan.choice("disputes") == "consultation"
    assert cambodia.choice("sending-route") == "approved-organizations-only"
    assert tajikistan.choice("sending-route") == "not-stated"
    assert cambodia.table("amendment")["worded"] == "both-countries"
    assert tajikistan.table("amendment")["worded"] == "both-sides"
    assert profile(KH).parties["KH"].admits("exam-ministry", "7")
    assert [body.kind for body in profile(TJ).parties["TJ"].bodies.values()] == ["embassy"]


@pytest.mark.parametrize(
    ("organization", "measure", "cambodia", "tajikistan"),
    [
        ("accepting-organization", "improvement-order", (True, True), (True, True)),
        ("accepting-organization", "warning", (True, False), (False, False)),
        ("supporting-organization", "improvement-order", (True, False), (False, False)),
        ("supporting-organization", "registration-revoked", (True, False), (False, False)),
        ("sending-organization", "warning", (False, False), (False, False)),
    ],
)
def test_which_measures_are_notified_and_which_published(
    organization: str, measure: str, cambodia: tuple[bool, bool], tajikistan: tuple[bool, bool]
) -> None:
    for name, expected in ((KH, cambodia), (TJ, tajikistan)):
        terms = profile(name).on(TODAY)
        found = (
            terms.is_notified(organization, measure),
            terms.is_published(organization, measure),
        )
        assert found == expected, name


def test_four_ministries_sign_for_japan_and_stand_inside_clause_3() -> None:
    for name in (KH, TJ):
        japan = profile(name).parties["JP"]
        assert japan.signatories == japan.circle == ("moj", "mofa", "mhlw", "npa")
        assert japan.is_in_circle("isa-residency")
        assert not japan.is_in_circle("maff")
        assert not japan.is_in_circle("nowhere")


def test_sides_and_counterparts_are_known() -> None:
    agreement = profile(TJ)
    assert agreement.counterpart("JP").code == "TJ"
    assert agreement.party_on(Side.ACCEPTING).code == "JP"
    assert [body.id for body in agreement.parties["TJ"].embassies] == ["embassy-tokyo"]
    with pytest.raises(KeyError):
        agreement.counterpart("KH")


def test_signatures_on_two_days_count_from_the_last() -> None:
    assert profile(TJ).signed_on == date(2024, 8, 8)
    assert profile(KH).signed_on == date(2019, 3, 25)


def test_the_past_stays_judged_by_the_past() -> None:
    agreement = profile(INVENTED)
    before, after = agreement.on(date(2031, 12, 31)), agreement.on(date(2032, 1, 1))
    assert (before.needs_consent, after.needs_consent) == (False, True)
    assert before.duty("print-measures", "OR") is None
    assert after.duty("print-measures", "OR") is not None
    assert (after.needs_letter, agreement.on(date(2032, 6, 1)).needs_letter) == (True, False)
    assert agreement.on(date(2032, 12, 31)).contact_points["VS"].office == "harbors"
    assert agreement.on(date(2033, 1, 1)).contact_points["VS"].office == "crews"
    assert agreement.versions == (date(2032, 1, 1), date(2032, 6, 1), date(2033, 1, 1))


def test_a_duty_says_its_source_and_whose_notice_opens_it() -> None:
    terms = profile(KH).on(TODAY)
    investigate = terms.duty("investigate-and-report", "KH")
    assert investigate is not None
    assert (investigate.source, investigate.clause) == (Source.MEMORANDUM, "5(5)")
    assert investigate.opener is Opener.COUNTERPART
    acknowledge = terms.duty("acknowledge-information", "KH")
    assert acknowledge is not None
    assert acknowledge.source is Source.AGREED
    assert terms.duty("investigate-and-report", "JP") is None


def test_the_digest_reads_values_not_layout() -> None:
    text = profile_text(KH)
    plain = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)
    assert load("\n\n" + plain, kinds=KIND_FACTS).digest == profile(KH).digest
    other, _ = changed('asked-by = "JP"', 'asked-by = "KH"', name=KH)
    assert load(other, kinds=KIND_FACTS).digest != profile(KH).digest
    assert digest({"a": date(2024, 1, 2)}) == digest({"a": "2024-01-02"})


def test_each_mistake_is_refused_with_its_line() -> None:
    cases = [
        ('name = "vs-or-2031"', 'name = "vs-or-2031', Reason.NOT_TOML, 0),
        ('title.en = "Aim and speech"', 'titel.en = "Aim"', Reason.UNKNOWN_KEY, 0),
        ('time_zone = "Atlantic/Azores"', "time_zone = 9", Reason.WRONG_VALUE, 0),
        ('"Atlantic/Azores"', '"Atlantic/Atlantis"', Reason.UNKNOWN_TIME_ZONE, 0),
        ('"Atlantic/Azores"', '"../etc"', Reason.UNKNOWN_TIME_ZONE, 0),
        ('["labor", "palace"]', '["labor", "port"]', Reason.UNKNOWN_OFFICE, 0),
        ('["labor", "palace"]', '["labor", "labor"]', Reason.DUPLICATE, 0),
        ('within = "labor", names = { en = "Crew', 'within = "crews", names = { en = "Crew',
         Reason.OFFICE_CIRCLE, 0),
        ('clauses = ["D"], names', 'clauses = ["G"], names', Reason.UNKNOWN_CLAUSE, 0),
        ('names.en = "Vessaly"', 'names.fr = "Vessalie"', Reason.NO_ENGLISH, 0),
        ('number = "B(2)"', 'number = "A"', Reason.DUPLICATE, 0),
        ('name = "sending-route"', 'name = "sending-rout"', Reason.UNKNOWN_RULE, 0),
        ('value = "not-required"', 'value = "perhaps"', Reason.WRONG_VALUE, 0),
        ('starts = "last-notification-received"', 'starts = "soon"', Reason.WRONG_VALUE, 0),
        ("months = 12", 'months = "twelve"', Reason.WRONG_VALUE, 0),
        ('notified-by = "VS"', 'notified-by = "JP"', Reason.UNKNOWN_PARTY, 0),
        ("until = 2032-06-01", "until = 2032-05-31", Reason.RULE_GAP, 0),
        ("until = 2033-01-01", "from = 2034-01-01\nuntil = 2033-01-01", Reason.BACKWARD_DATES, 1),
        ('"measure-decided"', '"measure-dreamt"', Reason.UNKNOWN_ACT, 0),
        ('kinds = ["misconduct.informed"]', 'kinds = ["misconduct.whispered"]',
         Reason.UNKNOWN_KIND, 0),
        ('kinds = ["misconduct.informed"]', 'kinds = ["journal.opened"]', Reason.PROTOCOL_KIND, 0),
        ('lifted_by = ["return.withdrawn"]', 'lifted_by = ["return.arrived"]',
         Reason.LIFTER_MAY_NOT_ISSUE, 0),
        ('discharged_by = ["misconduct.acknowledged"]', 'discharged_by = ["misconduct.informed"]',
         Reason.OWER_MAY_NOT_ISSUE, 0),
        ('opened_by = ["return.requested"]', 'opened_by = ["return.arrived"]',
         Reason.OPENER_MAY_NOT_ISSUE, 0),
    ]  # fmt: skip
    for old, new, reason, below in cases:
        text, line = changed(old, new)
        assert (line + below, reason) in refused(text), (reason, old)


def test_a_clause_that_nothing_covers_is_refused() -> None:
    text, line = changed(
        '[[clauses]]\nnumber = "C"',
        '[[clauses]]\nnumber = "B(3)"\ntitle.en = "x"\nasks.en = "y"\n[[clauses]]\nnumber = "C"',
    )
    assert refused(text) == [(line, Reason.UNCOVERED_CLAUSE)]


def test_a_rule_a_permit_and_a_duty_without_clause_are_refused() -> None:
    for old in (
        'name = "certificate"\nclause = "C"\n',
        'id = "print-measures"\nclause = "D"\n',
    ):
        text, line = changed(old, old.split("\n")[0] + "\n")
        assert refused(text) == [(line - 1, Reason.WITHOUT_CLAUSE)]
    text, line = changed('clauses = ["B(2)"]\n', "")
    assert refused(text) == [(line - 1, Reason.WITHOUT_CLAUSE)]


def test_a_kind_in_a_class_that_its_type_does_not_allow_is_refused() -> None:
    text, line = changed(
        'kinds = ["supporting-organization.measure-ordered"]\nclasses = ["restricted"]',
        'kinds = ["supporting-organization.measure-ordered"]\nclasses = ["public"]',
    )
    assert refused(text) == [(line, Reason.CLASS_NOT_ALLOWED)]


def test_values_that_hold_on_the_same_days_are_refused_with_both_lines() -> None:
    text, line = changed("until = 2032-06-01", "until = 2032-06-02")
    with pytest.raises(ProfileRefused) as caught:
        load(text, kinds=KIND_FACTS)
    (problem,) = caught.value.problems
    assert problem.reason is Reason.OVERLAPPING_DATES
    assert problem.line == line + 2
    assert problem.facts == {"what": "rule letters", "line": str(line - 4)}


def test_a_permit_given_twice_is_refused_once() -> None:
    text, line = changed(
        '[[duties]]\nid = "answer"',
        '[[permits]]\nclauses = ["C"]\nparties = ["OR"]\n'
        'kinds = ["sending-organization.approved", "sending-organization.revoked"]\n'
        'classes = ["public"]\n[[duties]]\nid = "answer"',
    )
    assert refused(text) == [(line, Reason.OVERLAPPING_DATES)]


def test_a_required_rule_that_is_missing_is_named() -> None:
    text, _ = changed('[[rules]]\nname = "certificate"\nclause = "C"\nvalue = "none"\n', "")
    with pytest.raises(ProfileRefused) as caught:
        load(text, kinds=KIND_FACTS)
    assert [(p.reason, p.facts) for p in caught.value.problems] == [
        (Reason.MISSING_RULE, {"rule": "certificate"})
    ]


def test_there_are_exactly_two_parties() -> None:
    text = profile_text(INVENTED)
    third = (
        '[parties.XX]\nnames.en = "X"\nside = "sending"\ntime_zone = "UTC"\n'
        'circle = ["x"]\nsignatories = ["x"]\noffices.x.names.en = "X"\n[[clauses]]'
    )
    text = text.replace("[[clauses]]", third, 1)
    assert [reason for _, reason in refused(text)] == [Reason.PARTY_COUNT]


def test_a_duty_must_be_able_to_begin_and_to_end() -> None:
    text, line = changed('discharged_by = ["misconduct.acknowledged"]\n', "")
    assert refused(text) == [(line - 7, Reason.ENDLESS_DUTY)]
    text, line = changed('opened_by = ["return.requested"]\n', "")
    assert refused(text) == [(line - 6, Reason.UNOPENED_DUTY)]


def test_every_mistake_is_told_at_once() -> None:
    text = profile_text(INVENTED)
    text = text.replace('"Atlantic/Azores"', '"Nowhere"').replace('"measure-decided"', '"x"')
    text = text.replace('name = "sending-route"', 'name = "route"')
    assert {reason for _, reason in refused(text)} == {
        Reason.UNKNOWN_TIME_ZONE,
        Reason.UNKNOWN_ACT,
        Reason.UNKNOWN_RULE,
        Reason.MISSING_RULE,
    }


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "=", "\x00", "[" * 5000, "a = " + "[" * 5000, "a = " + "9" * 5000,
        "a = 2024-13-45", "a = 1\na = 2", "[a]\n[a]", '"\\uD800" = 1', "x" * 2_000_000,
        "name = 3.5", "parties = 1", "parties.JP = []", "rules = [{}]", "clauses = [[]]",
    ],
)  # fmt: skip
def test_rubbish_is_refused_not_crashed_on(text: str) -> None:
    assert refused(text)


def test_a_profile_is_frozen() -> None:
    agreement: Profile = profile(KH)
    with pytest.raises(AttributeError):
        agreement.name = "other"  # type: ignore[misc]
