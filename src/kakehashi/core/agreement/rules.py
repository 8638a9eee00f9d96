"""The rules that a profile may state: their names, and the values each may take.

A difference between two agreements is a different value here, never a branch on a country. A rule
is listed once; whoever adds one says what its values are and whether every profile must state it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

RuleValue = str | bool | int | date | tuple[str, ...] | Mapping[str, object]

Fault = tuple[tuple[str | int, ...], str]
"""Where inside a value something is wrong, and what was expected there."""

Check = Callable[[object], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class RuleKind:
    """What a rule's value must look like, and whether each profile needs one from the start.

    `names_kinds` and `names_parties` mark values (or members of a table) that name notice kinds
    or party codes, `lists_kinds` members that list kinds; the loader checks those against the
    catalogue and the profile.
    """

    check: Check
    required: bool = False
    names_kinds: bool = False
    lists_kinds: frozenset[str] = frozenset()
    names_parties: frozenset[str] = frozenset()


def one_of(*words: str) -> Check:
    """Accept one of `words`."""
    expected = " | ".join(words)

    def check(value: object) -> Iterator[Fault]:
        if value not in words:
            yield (), expected

    return check


def many_of(*words: str) -> Check:
    """Accept a list of different words, each one of `words` (any text where none are given)."""
    expected = " | ".join(words) or "text"

    def check(value: object) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield (), f"[{expected}]"
            return
        for index, word in enumerate(value):
            is_known = isinstance(word, str) and (not words or word in words)
            if not is_known or word in value[:index]:
                yield (index,), expected

    return check


def a_number(least: int, most: int) -> Check:
    """Accept an integer from `least` to `most`."""

    def check(value: object) -> Iterator[Fault]:
        if type(value) is not int or not least <= value <= most:
            yield (), f"{least}..{most}"

    return check


def a_day(value: object) -> Iterator[Fault]:
    """Accept a date."""
    if type(value) is not date:
        yield (), "YYYY-MM-DD"


def a_flag(value: object) -> Iterator[Fault]:
    """Accept true or false."""
    if not isinstance(value, bool):
        yield (), "true | false"


def some_text(value: object) -> Iterator[Fault]:
    """Accept a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        yield (), "text"


def a_table(*, optional: Mapping[str, Check] | None = None, **members: Check) -> Check:
    """Accept a table with exactly `members` (written with _ for -), and perhaps `optional`."""
    needed = {name.replace("_", "-"): check for name, check in members.items()}
    known = needed | dict(optional or {})

    def check(value: object) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield (), "{" + ", ".join(known) + "}"
            return
        for name in value:
            if name not in known:
                yield (name,), " | ".join(known)
        for name in needed:
            if name not in value:
                yield (), name
        for name, member in value.items():
            for path, expected in known.get(name, _anything)(member):
                yield (name, *path), expected

    return check


def _anything(_value: object) -> Iterator[Fault]:
    return iter(())


_WEIGHT = one_of("does-not-meet", "ask")
_PURPOSES = many_of(
    "recruitment", "training", "documents", "exam", "medical", "travel", "lodging", "deposit",
    "penalty", "interest", "bribe", "not-said", "other",
)  # fmt: skip
_EXTENT = one_of("every-measure", "improvement-orders", "none")
_MEASURES = a_table(accepting_organization=_EXTENT, supporting_organization=_EXTENT)

RULES: Mapping[str, RuleKind] = {
    # purpose and framework
    "public-account": RuleKind(
        many_of("approvals", "revocations", "measures", "report-counts", "answer-times")
    ),
    "contact-unit": RuleKind(one_of("by-amendment-or-recorded-agreement")),
    "disclosure": RuleKind(one_of("consent", "notice"), required=True),
    "letters": RuleKind(one_of("required", "not-required"), required=True),
    # information and consultation
    "promptness": RuleKind(one_of("from-the-day-it-could-be-shared")),
    "report-categories": RuleKind(a_table(letters=many_of(), others=one_of("welcome", "none"))),
    "payer": RuleKind(one_of("role-only")),
    "consultation": RuleKind(a_table(subjects=many_of(), rhythm=one_of("as-agreed"))),
    # sending
    "examination": RuleKind(one_of("before-approval", "standards-only")),
    "sending-route": RuleKind(one_of("approved-organizations-only", "not-stated"), required=True),
    "certification": RuleKind(a_table(after=one_of("procedures"), live_per_case=a_number(1, 1))),
    "register-keeps": RuleKind(one_of("history")),
    "measures-published": RuleKind(_MEASURES, required=True),
    # accepting
    "certificate": RuleKind(one_of("required", "none"), required=True),
    # what the check of an application asks, and what each answer weighs; a change after the day
    # that counts, or a paper that no machine reads, is never more than a question
    "acceptance-check": RuleKind(
        a_table(
            false_signature=_WEIGHT,
            unknown_key=one_of("ask"),
            paper_without_code=one_of("ask"),
            revoked=_WEIGHT,
            expired=_WEIGHT,
            later_change=one_of("ask"),
            not_announced=_WEIGHT,
        )
    ),
    "check-organization": RuleKind(
        a_table(
            approved_on=one_of("day-of-issue", "day-of-application"),
            not_approved=_WEIGHT,
            not_listed=_WEIGHT,
            later_change=one_of("ask"),
        )
    ),
    "check-field": RuleKind(a_table(closed=_WEIGHT, not_then=_WEIGHT)),
    "check-person": RuleKind(a_table(differs=_WEIGHT, seen_before=_WEIGHT)),
    "check-exams": RuleKind(
        a_table(asked=many_of("skill", "language"), missing=_WEIGHT, doubtful=_WEIGHT)
    ),
    "check-fee-basis": RuleKind(a_table(missing=_WEIGHT)),
    "fee-cap": RuleKind(
        a_table(
            months=a_number(1, 24),
            of=one_of("monthly-wage"),
            above=_WEIGHT,
            not_recorded=_WEIGHT,
            optional={"without": _PURPOSES},
        )
    ),
    "measures-notified": RuleKind(_MEASURES, required=True),
    "measures-scope": RuleKind(one_of("all", "concerning-its-workers")),
    # examinations, suspension, return
    "exam-cooperation": RuleKind(
        a_table(asked_by=some_text, extent=one_of("to-the-extent-possible")),
        names_parties=frozenset({"asked-by"}),
    ),
    "suspension": RuleKind(
        a_table(by=some_text, per=one_of("field")), names_parties=frozenset({"by"})
    ),
    "return": RuleKind(
        a_table(
            needs=many_of("suspension-named", "residence-refused-for-good", "nothing-pending"),
            dependants_of=one_of("ssw-2"),
            together_with=one_of("embassy"),
        )
    ),
    # change, life, end
    "amendment": RuleKind(
        a_table(consent=one_of("every-signatory"), worded=one_of("both-countries", "both-sides")),
        required=True,
    ),
    "concurrence": RuleKind(
        a_table(of=some_text, kinds=many_of()),
        names_parties=frozenset({"of"}),
        lists_kinds=frozenset({"kinds"}),
    ),
    "review": RuleKind(
        a_table(
            held=one_of("as-necessary", "none"),
            optional={
                "after-months": a_number(1, 600),
                "counted-from": a_day,
                "shown-as": one_of("reminder"),
            },
        )
    ),
    "commencement": RuleKind(
        a_table(
            starts=one_of("signature", "last-notification-received"),
            stated=a_flag,
            optional={"notified-by": some_text},
        ),
        required=True,
        names_parties=frozenset({"notified-by"}),
    ),
    "discontinuance": RuleKind(
        a_table(
            stated=a_flag,
            optional={"months": a_number(0, 120), "counted-from": one_of("receipt")},
        ),
        required=True,
    ),
    "disputes": RuleKind(one_of("consultation", "not-stated")),
    "originals": RuleKind(a_table(languages=many_of(), copies=a_number(1, 10))),
    "before-commencement": RuleKind(many_of(), required=True, names_kinds=True),
    "after-the-end": RuleKind(many_of(), required=True, names_kinds=True),
}
