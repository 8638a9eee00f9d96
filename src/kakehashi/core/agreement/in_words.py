"""What a rule of a profile means, as a sentence: in English, said in a reader's language.

The sentences are marked as texts to be translated; `say` translates one. Codes in a rule (of a
side, of a kind) and days are given to `say` too, which may have words for them.
"""

from collections.abc import Callable, Mapping

from kakehashi.core.agreement.profile import Rule

Say = Callable[[str], str]


def sentence(rule: Rule, say: Say) -> str:
    """Give a rule as a sentence, made from its value, so that it cannot say something else."""
    value = rule.value
    if isinstance(value, str) and (rule.name, value) in _CHOICES:
        return _CHOICES[rule.name, value](say)
    if isinstance(value, Mapping) and rule.name in _TABLES:
        return _TABLES[rule.name](value, say)
    named = _NAMES.get(rule.name)
    return f"{named(say) if named else rule.name}: {_plain(value, say)}"


def _plain(value: object, _: Say) -> str:
    """Write a value as it stands."""
    if isinstance(value, tuple):
        return ", ".join(_plain(one, _) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_plain(member, _)}" for name, member in value.items())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _(str(value)) if value != "" else ""


_CHOICES: Mapping[tuple[str, str], Callable[[Say], str]] = {
    ("contact-unit", "by-amendment-or-recorded-agreement"): lambda _: _(
        "The designated unit changes by amendment or recorded agreement only."
    ),
    ("disclosure", "consent"): lambda _: _(
        "Confidential information of the other side goes further only with its written consent."
    ),
    ("disclosure", "notice"): lambda _: _(
        "Confidential information of the other side goes to third parties only after written "
        "notice to it."
    ),
    ("letters", "required"): lambda _: _("What is to be in writing goes by letter as well."),
    ("letters", "not-required"): lambda _: _("A signed notice counts as written."),
    ("promptness", "from-the-day-it-could-be-shared"): lambda _: _(
        "Promptness is measured from the day on which it could be shared."
    ),
    ("payer", "role-only"): lambda _: _("Who paid is given as a role, never as a name."),
    ("examination", "before-approval"): lambda _: _("An organization is examined, then approved."),
    ("examination", "standards-only"): lambda _: _(
        "An organization that meets the standards is approved."
    ),
    ("sending-route", "approved-organizations-only"): lambda _: _(
        "Workers are sent through approved organizations only."
    ),
    ("sending-route", "not-stated"): lambda _: _(
        "That all are sent through approved organizations is not stated."
    ),
    ("register-keeps", "history"): lambda _: _("An entry stays in the register with its history."),
    ("certificate", "required"): lambda _: _("Acceptance needs the sending side's certificate."),
    ("certificate", "none"): lambda _: _("There is no certificate; none may be asked for."),
    ("measures-scope", "all"): lambda _: _("Measures are sent whomever they concern."),
    ("measures-scope", "concerning-its-workers"): lambda _: _(
        "Only measures that concern the sending side's workers are sent."
    ),
    ("disputes", "consultation"): lambda _: _("Disputes are settled by consultation."),
    ("disputes", "not-stated"): lambda _: _("Nothing is said about disputes."),
}

_NAMES: Mapping[str, Callable[[Say], str]] = {
    "public-account": lambda _: _("The public is told of"),
    "before-commencement": lambda _: _("Before commencement only these pass, with the protocol's"),
    "after-the-end": lambda _: _("After the end only these pass, with the protocol's"),
}


def _extent(table: Mapping[str, object], _: Say) -> str:
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


def _notified(table: Mapping[str, object], _: Say) -> str:
    return _("The accepting side notifies: {extent}.").format(extent=_extent(table, _))


def _published(table: Mapping[str, object], _: Say) -> str:
    return _("The sending side publishes: {extent}.").format(extent=_extent(table, _))


def _categories(table: Mapping[str, object], _: Say) -> str:
    text = _("Reports fall under {letters}, several or none of them.")
    return text.format(letters=_plain(table["letters"], _))


def _consultation(table: Mapping[str, object], _: Say) -> str:
    text = _("Consultations are about {subjects}; a rhythm binds only where both sides agreed.")
    return text.format(subjects=_plain(table["subjects"], _))


def _certification(_table: Mapping[str, object], _: Say) -> str:
    return _("A certificate follows the sending side's procedures; one lives at a time a case.")


def _weight(table: Mapping[str, object], name: str, _: Say) -> str:
    """Say what a finding weighs in the check of an application."""
    if table[name] == "does-not-meet":
        return _("does not meet")
    return _("is asked about")


def _acceptance(table: Mapping[str, object], _: Say) -> str:
    text = _(
        "In the check of an application a false signature {false}, a certificate revoked by then "
        "{revoked}, one that expired by then {expired}, one that was not announced {unannounced}; "
        "a later change, or a paper without code, is only ever asked about."
    )
    return text.format(
        false=_weight(table, "false-signature", _),
        revoked=_weight(table, "revoked", _),
        expired=_weight(table, "expired", _),
        unannounced=_weight(table, "not-announced", _),
    )


def _check_organization(table: Mapping[str, object], _: Say) -> str:
    if table["approved-on"] == "day-of-issue":
        text = _(
            "The organization must be approved on the certificate's day of issue: one that was not "
            "{not_approved}, one that is not listed {not_listed}; what is held against it later is "
            "only ever asked about."
        )
    else:
        text = _(
            "The organization must be approved on the day of the application: one that was not "
            "{not_approved}, one that is not listed {not_listed}; what is held against it later is "
            "only ever asked about."
        )
    return text.format(
        not_approved=_weight(table, "not-approved", _), not_listed=_weight(table, "not-listed", _)
    )


def _check_field(table: Mapping[str, object], _: Say) -> str:
    text = _(
        "An application in a field that is closed on its day {closed}, in one that did not stand "
        "yet or any more {not_then}."
    )
    return text.format(closed=_weight(table, "closed", _), not_then=_weight(table, "not-then", _))


def _check_person(table: Mapping[str, object], _: Say) -> str:
    text = _(
        "A certificate or paper of another person {differs}; one that another application showed "
        "before {seen}."
    )
    return text.format(differs=_weight(table, "differs", _), seen=_weight(table, "seen-before", _))


def _check_exams(table: Mapping[str, object], _: Say) -> str:
    words = {"skill": _("skill exam"), "language": _("language test")}
    asked = table["asked"]
    kinds = [words[str(kind)] for kind in asked] if isinstance(asked, list | tuple) else []
    doubtful, missing = _weight(table, "doubtful", _), _weight(table, "missing", _)
    if not kinds:
        text = _("Of the exams that an application states, one that cannot be {doubtful}.")
        return text.format(doubtful=doubtful)
    text = _(
        "An application states {asked}: what is missing {missing}, a pass that cannot be "
        "{doubtful}."
    )
    return text.format(asked=", ".join(kinds), missing=missing, doubtful=doubtful)


def _check_fee_basis(table: Mapping[str, object], _: Say) -> str:
    text = _("A fee without a basis of calculation {missing}.")
    return text.format(missing=_weight(table, "missing", _))


def _fee_cap(table: Mapping[str, object], _: Say) -> str:
    text = _(
        "What a candidate, worker or relative pays is at most {months} months of the monthly wage: "
        "more {above}, fees that are not recorded {not_recorded}; an amount in a currency without "
        "a known rate is asked about."
    )
    return text.format(
        months=table["months"],
        above=_weight(table, "above", _),
        not_recorded=_weight(table, "not-recorded", _),
    )


def _exams(table: Mapping[str, object], _: Say) -> str:
    text = _("Requests of {party} about exams are met to the extent possible.")
    return text.format(party=_plain(table["asked-by"], _))


def _suspension(table: Mapping[str, object], _: Say) -> str:
    return _("{party} may suspend acceptance, field by field.").format(party=_plain(table["by"], _))


def _return(_table: Mapping[str, object], _: Say) -> str:
    return _(
        "A request for return names its suspension and a final refusal of residence, with nothing "
        "pending; dependants only of SSW(ii); the embassy helps."
    )


def _amendment(table: Mapping[str, object], _: Say) -> str:
    if table["worded"] == "both-countries":
        return _("Changed with the written consent of both countries: of every signatory.")
    return _("Changed with the written consent of both sides: of every signatory.")


def _concurrence(table: Mapping[str, object], _: Say) -> str:
    text = _("{party} issues these only once each of its signatories concurs: {kinds}.")
    return text.format(party=_plain(table["of"], _), kinds=_plain(table["kinds"], _))


def _review(table: Mapping[str, object], _: Say) -> str:
    if table["held"] == "none":
        return _("No review is foreseen.")
    text = _("A review as necessary, {months} months after {day}: a reminder, not a duty.")
    return text.format(
        months=table.get("after-months", "?"), day=_plain(table.get("counted-from", "?"), _)
    )


def _commencement(table: Mapping[str, object], _: Say) -> str:
    if table["starts"] == "signature":
        words = _("In force from signing.")
    else:
        words = _("In force on receipt of the last written notification of {party}.")
        words = words.format(party=_plain(table.get("notified-by", "?"), _))
    return words if table["stated"] else words + " " + _("(Our reading: nothing is stated.)")


def _discontinuance(table: Mapping[str, object], _: Say) -> str:
    if not table["stated"]:
        return _("Nothing is said about its end.")
    text = _("Ends {months} months after receipt of a notice of discontinuance.")
    return text.format(months=table.get("months", "?"))


def _originals(table: Mapping[str, object], _: Say) -> str:
    text = _("{copies} originals, in {languages}.")
    return text.format(copies=table["copies"], languages=_plain(table["languages"], _))


_TABLES: Mapping[str, Callable[[Mapping[str, object], Say], str]] = {
    "report-categories": _categories,
    "consultation": _consultation,
    "certification": _certification,
    "measures-published": _published,
    "measures-notified": _notified,
    "acceptance-check": _acceptance,
    "check-organization": _check_organization,
    "check-field": _check_field,
    "check-person": _check_person,
    "check-exams": _check_exams,
    "check-fee-basis": _check_fee_basis,
    "fee-cap": _fee_cap,
    "exam-cooperation": _exams,
    "suspension": _suspension,
    "return": _return,
    "amendment": _amendment,
    "concurrence": _concurrence,
    "review": _review,
    "commencement": _commencement,
    "discontinuance": _discontinuance,
    "originals": _originals,
}
