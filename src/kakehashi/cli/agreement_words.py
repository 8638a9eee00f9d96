"""What is wrong with a profile, and what its rules mean, in words."""

from kakehashi.cli.words import gettext as _
from kakehashi.core.agreement import Problem, Reason, Rule
from kakehashi.core.agreement.in_words import sentence


def refusal(problem: Problem) -> str:
    """Give a problem as one sentence: what is wrong, and what to do."""
    wrong, remedy = _REASONS[problem.reason]()
    facts = {"where": problem.where, **problem.facts}
    return f"{wrong.format(**facts)} — {remedy.format(**facts)}"


def rule_in_words(rule: Rule) -> str:
    """Give a rule as a sentence in the terminal's language."""
    return sentence(rule, _)


_REASONS = {
    Reason.NOT_TOML: lambda: (_("this is not TOML: {detail}"), _("mend the text on this line")),
    Reason.TOO_LARGE: lambda: (
        _("the file has more than {most} characters"),
        _("a profile is a short text; check which file this is"),
    ),
    Reason.TOO_DEEP: lambda: (
        _("tables and lists are nested too deeply"),
        _("write it flatter"),
    ),
    Reason.UNKNOWN_KEY: lambda: (
        _("{where}: there is no key {key}"),
        _("remove it, or correct its spelling"),
    ),
    Reason.MISSING_KEY: lambda: (_("{where}: {key} is missing"), _("add it to this table")),
    Reason.WITHOUT_CLAUSE: lambda: (
        _("{where}: no clause backs this"),
        _("name the clause; what belongs to the protocol is not listed at all"),
    ),
    Reason.WRONG_VALUE: lambda: (_("{where}: wrong value"), _("expected: {expected}")),
    Reason.DUPLICATE: lambda: (_("{where}: {value} stands twice"), _("keep one")),
    Reason.NO_ENGLISH: lambda: (_("{where}: no English text"), _("add `en`")),
    Reason.PARTY_COUNT: lambda: (
        _("there are {count} parties"),
        _("an agreement has exactly two"),
    ),
    Reason.PARTY_SIDES: lambda: (
        _("both parties are on one side"),
        _("one sends and one accepts"),
    ),
    Reason.UNKNOWN_PARTY: lambda: (
        _("{where}: {party} is no party of this agreement"),
        _("write one of {known}"),
    ),
    Reason.UNKNOWN_TIME_ZONE: lambda: (
        _("{where}: there is no time zone {zone}"),
        _("write a name such as Asia/Tokyo"),
    ),
    Reason.UNKNOWN_OFFICE: lambda: (
        _("{where}: {office} is none of this party's offices"),
        _("add it under `offices`, or correct its spelling"),
    ),
    Reason.OFFICE_CIRCLE: lambda: (
        _("{where}: {office} belongs to itself in the end"),
        _("correct `within`"),
    ),
    Reason.UNKNOWN_CLAUSE: lambda: (
        _("{where}: there is no clause {clause}"),
        _("add it to `clauses`, or correct its number"),
    ),
    Reason.UNCOVERED_CLAUSE: lambda: (
        _("clause {clause}: no rule, permit or duty covers it"),
        _("say what it means, or remove the clause"),
    ),
    Reason.UNKNOWN_KIND: lambda: (
        _("{where}: there is no kind of notice {kind}"),
        _("correct its spelling; the catalogue lists all kinds"),
    ),
    Reason.PROTOCOL_KIND: lambda: (
        _("{where}: {kind} belongs to the protocol"),
        _("remove it: both sides may always issue it"),
    ),
    Reason.CLASS_NOT_ALLOWED: lambda: (
        _("{where}: {kind} cannot be {class}"),
        _("allowed: {allowed}"),
    ),
    Reason.BACKWARD_DATES: lambda: (
        _("{where}: it ends before it begins"),
        _("`until` is the first day on which it no longer holds, after `from`"),
    ),
    Reason.OVERLAPPING_DATES: lambda: (
        _("{where}: two values hold on the same days ({what}; the other on line {line})"),
        _("let one end where the next begins"),
    ),
    Reason.UNKNOWN_RULE: lambda: (
        _("{where}: there is no rule {rule}"),
        _("known rules: {known}"),
    ),
    Reason.MISSING_RULE: lambda: (
        _("the rule {rule} is missing"),
        _("every agreement states it, with its clause"),
    ),
    Reason.RULE_GAP: lambda: (
        _("{where}: the rule {rule} has no value on some days"),
        _("leave the first without `from`, the last without `until`, and no day between"),
    ),
    Reason.UNOPENED_DUTY: lambda: (
        _("{where}: nothing fitting opens the duty {duty}"),
        _("a shared duty needs `opened_by`, an own one only `opened_by_act`, by the memorandum"),
    ),
    Reason.ENDLESS_DUTY: lambda: (
        _("{where}: nothing discharges the duty {duty}"),
        _("name the notices in `discharged_by`"),
    ),
    Reason.UNKNOWN_ACT: lambda: (
        _("{where}: there is no act {act}"),
        _("write one of {known}"),
    ),
    Reason.OPENER_MAY_NOT_ISSUE: lambda: (
        _("{where}: {party} may not issue {kind}, so it cannot open the duty {duty}"),
        _("permit it for the same days, or correct the kind"),
    ),
    Reason.OWER_MAY_NOT_ISSUE: lambda: (
        _("{where}: {party} owes the duty {duty} and may not issue {kind}"),
        _("permit it for the same days, or correct the kind"),
    ),
    Reason.LIFTER_MAY_NOT_ISSUE: lambda: (
        _("{where}: {party} may not issue {kind}, so it cannot lift the duty {duty}"),
        _("permit it for the same days, or correct the kind"),
    ),
}
"""Each reason with its remedy, worded when it is asked for, in the reader's language."""
