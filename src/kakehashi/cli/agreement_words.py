"""What is wrong with a profile, and what its rules mean, in words."""

from collections.abc import Mapping

from kakehashi.cli.words import gettext as _
from kakehashi.core.agreement import Problem, Reason, Rule


def refusal(problem: Problem) -> str:
    """Give a problem as one sentence: what is wrong, and what to do."""
    wrong, remedy = _REASONS[problem.reason]()
    facts = {"where": problem.where, **problem.facts}
    return f"{wrong.format(**facts)} — {remedy.format(**facts)}"


def rule_in_words(rule: Rule) -> str:
    """Give a rule as a sentence, made from its value, so that it cannot say something else."""
    value = rule.value
    if isinstance(value, str) and (rule.name, value) in _CHOICES:
        return _CHOICES[rule.name, value]()
    if isinstance(value, Mapping) and rule.name in _TABLES:
        return _TABLES[rule.name](value)
    return f"{_NAMES.get(rule.name, lambda: rule.name)()}: {plain(value)}"


def plain(value: object) -> str:
    """Write a value as it stands."""
    if isinstance(value, tuple):
        return ", ".join(map(plain, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {plain(member)}" for name, member in value.items())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


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

_CHOICES = {
    ("contact-unit", "by-amendment-or-recorded-agreement"): lambda: _(
        "The designated unit changes by amendment or recorded agreement only."
    ),
    ("disclosure", "consent"): lambda: _(
        "Confidential information of the other side goes further only with its written consent."
    ),
    ("disclosure", "notice"): lambda: _(
        "Confidential information of the other side goes to third parties only after written "
        "notice to it."
    ),
    ("letters", "required"): lambda: _("What is to be in writing goes by letter as well."),
    ("letters", "not-required"): lambda: _("A signed notice counts as written."),
    ("promptness", "from-the-day-it-could-be-shared"): lambda: _(
        "Promptness is measured from the day on which it could be shared."
    ),
    ("payer", "role-only"): lambda: _("Who paid is given as a role, never as a name."),
    ("examination", "before-approval"): lambda: _("An organization is examined, then approved."),
    ("examination", "standards-only"): lambda: _(
        "An organization that meets the standards is approved."
    ),
    ("sending-route", "approved-organizations-only"): lambda: _(
        "Workers are sent through approved organizations only."
    ),
    ("sending-route", "not-stated"): lambda: _(
        "That all are sent through approved organizations is not stated."
    ),
    ("register-keeps", "history"): lambda: _("An entry stays in the register with its history."),
    ("certificate", "required"): lambda: _("Acceptance needs the sending side's certificate."),
    ("certificate", "none"): lambda: _("There is no certificate; none may be asked for."),
    ("measures-scope", "all"): lambda: _("Measures are sent whomever they concern."),
    ("measures-scope", "concerning-its-workers"): lambda: _(
        "Only measures that concern the sending side's workers are sent."
    ),
    ("disputes", "consultation"): lambda: _("Disputes are settled by consultation."),
    ("disputes", "not-stated"): lambda: _("Nothing is said about disputes."),
}

_NAMES = {
    "public-account": lambda: _("The public is told of"),
    "before-commencement": lambda: _("Before commencement only these pass, with the protocol's"),
    "after-the-end": lambda: _("After the end only these pass, with the protocol's"),
}


def _extent(table: Mapping[str, object]) -> str:
    words = {
        "every-measure": _("every measure"),
        "improvement-orders": _("improvement orders"),
        "none": _("nothing"),
    }
    return _(
        "about accepting organizations {accepting}, about supporting ones {supporting}"
    ).format(
        accepting=words[str(table["accepting-organization"])],
        supporting=words[str(table["supporting-organization"])],
    )


def _notified(table: Mapping[str, object]) -> str:
    return _("The accepting side notifies: {extent}.").format(extent=_extent(table))


def _published(table: Mapping[str, object]) -> str:
    return _("The sending side publishes: {extent}.").format(extent=_extent(table))


def _categories(table: Mapping[str, object]) -> str:
    text = _("Reports fall under {letters}, several or none of them.")
    return text.format(letters=plain(table["letters"]))


def _consultation(table: Mapping[str, object]) -> str:
    text = _("Consultations are about {subjects}; a rhythm binds only where both sides agreed.")
    return text.format(subjects=plain(table["subjects"]))


def _certification(_table: Mapping[str, object]) -> str:
    return _("A certificate follows the sending side's procedures; one lives at a time a case.")


def _acceptance(_table: Mapping[str, object]) -> str:
    return _(
        "The organization must be approved on the certificate's day of issue; a later change, or "
        "a paper without code, means asking the sending side."
    )


def _exams(table: Mapping[str, object]) -> str:
    text = _("Requests of {party} about exams are met to the extent possible.")
    return text.format(party=table["asked-by"])


def _suspension(table: Mapping[str, object]) -> str:
    return _("{party} may suspend acceptance, field by field.").format(party=table["by"])


def _return(_table: Mapping[str, object]) -> str:
    return _(
        "A request for return names its suspension and a final refusal of residence, with nothing "
        "pending; dependants only of SSW(ii); the embassy helps."
    )


def _amendment(table: Mapping[str, object]) -> str:
    if table["worded"] == "both-countries":
        return _("Changed with the written consent of both countries: of every signatory.")
    return _("Changed with the written consent of both sides: of every signatory.")


def _review(table: Mapping[str, object]) -> str:
    if table["held"] == "none":
        return _("No review is foreseen.")
    text = _("A review as necessary, {months} months after {day}: a reminder, not a duty.")
    return text.format(months=table.get("after-months", "?"), day=table.get("counted-from", "?"))


def _commencement(table: Mapping[str, object]) -> str:
    if table["starts"] == "signature":
        words = _("In force from signing.")
    else:
        words = _("In force on receipt of the last written notification of {party}.")
        words = words.format(party=table.get("notified-by", "?"))
    return words if table["stated"] else words + " " + _("(Our reading: nothing is stated.)")


def _discontinuance(table: Mapping[str, object]) -> str:
    if not table["stated"]:
        return _("Nothing is said about its end.")
    text = _("Ends {months} months after receipt of a notice of discontinuance.")
    return text.format(months=table.get("months", "?"))


def _originals(table: Mapping[str, object]) -> str:
    text = _("{copies} originals, in {languages}.")
    return text.format(copies=table["copies"], languages=plain(table["languages"]))


_TABLES = {
    "report-categories": _categories,
    "consultation": _consultation,
    "certification": _certification,
    "measures-published": _published,
    "measures-notified": _notified,
    "acceptance-check": _acceptance,
    "exam-cooperation": _exams,
    "suspension": _suspension,
    "return": _return,
    "amendment": _amendment,
    "review": _review,
    "commencement": _commencement,
    "discontinuance": _discontinuance,
    "originals": _originals,
}
