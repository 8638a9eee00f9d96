"""What is asked about a certificate: its signature, its days, its state, its announcement.

What is certain fails; whatever another paper, a later change or a late notice may explain is asked
about. What the sending side answered settles what was asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from kakehashi.core.acceptance_check.asked import Asked
from kakehashi.core.acceptance_check.facts import (
    Answer,
    Application,
    Claims,
    Facts,
    Known,
    Paper,
    Reading,
    State,
)
from kakehashi.core.acceptance_check.reasons import Finding, Reason, Weight
from kakehashi.core.notices.certificates import CertificateState

_UNREAD: Final[Mapping[Reading, tuple[Finding, str]]] = {
    Reading.UNREADABLE: (Finding.CODE_UNREADABLE, "paper-without-code"),
    Reading.FOREIGN: (Finding.NOT_A_CERTIFICATE, "paper-without-code"),
    Reading.OTHER_ISSUER: (Finding.OTHER_ISSUER, "false-signature"),
    Reading.FALSE: (Finding.SIGNATURE_FALSE, "false-signature"),
    Reading.KEY_UNKNOWN: (Finding.KEY_UNKNOWN, "unknown-key"),
    Reading.KEY_NOT_THEN: (Finding.KEY_NOT_THEN, "unknown-key"),
}

_ANSWERED: Final[Mapping[CertificateState, tuple[Finding, Weight]]] = {
    CertificateState.GENUINE: (Finding.ANSWERED_GENUINE, Weight.FITS),
    CertificateState.SUSPENDED: (Finding.ANSWERED_SUSPENDED, Weight.ASK),
    CertificateState.REVOKED: (Finding.ANSWERED_REVOKED, Weight.FAILS),
    CertificateState.EXPIRED: (Finding.ANSWERED_EXPIRED, Weight.FAILS),
    CertificateState.REPLACED: (Finding.ANSWERED_REPLACED, Weight.ASK),
    CertificateState.ALTERED: (Finding.ANSWERED_ALTERED, Weight.FAILS),
    CertificateState.NOT_ISSUED: (Finding.ANSWERED_NOT_ISSUED, Weight.FAILS),
    CertificateState.UNKNOWN: (Finding.ANSWERED_UNKNOWN, Weight.ASK),
}


def reasons(application: Application, facts: Facts, asked: Asked) -> Iterator[Reason]:
    """Give what is found about the certificate, and what its issuer answered."""
    found = [*_of_the_paper(application, facts, asked)]
    answer = max(facts.answers, key=lambda one: (one.on, one.reference), default=None)
    if answer is None:
        yield from found
        return
    yield _answered(application, answer, asked)
    is_settled = answer.state is CertificateState.GENUINE
    for reason in found:
        settles = is_settled and reason.weight is Weight.ASK
        yield replace(reason, weight=Weight.SAYS) if settles else reason


def _answered(application: Application, answer: Answer, asked: Asked) -> Reason:
    finding, weight = _ANSWERED[answer.state]
    is_later = answer.since_on is not None and answer.since_on > application.applied_on
    if weight is Weight.FAILS and is_later:
        weight = asked.weighs("later-change")
    said = {"on": answer.on.isoformat(), "notice": answer.reference}
    if answer.since_on:
        said["since_on"] = answer.since_on.isoformat()
    return asked.finds(finding, weight, **said)


def _of_the_paper(application: Application, facts: Facts, asked: Asked) -> Iterator[Reason]:
    paper = facts.paper
    if paper is None:
        yield _without_code(application, facts, asked)
    elif paper.reading is not Reading.VERIFIED or paper.claims is None:
        finding, name = _UNREAD[paper.reading]
        yield asked.finds(finding, asked.weighs(name))
    else:
        yield asked.finds(
            Finding.VERIFIED, number=paper.claims.number, issued_on=paper.claims.issued_on
        )
        yield from _differing(application, paper.claims, asked)
        yield from _days(application.applied_on, paper.claims, asked)
        yield from _state(application.applied_on, paper.known, asked)
        yield _announced(paper, asked)


def _without_code(application: Application, facts: Facts, asked: Asked) -> Reason:
    weight, day, since = (
        asked.weighs("paper-without-code"),
        application.issued_on,
        facts.coded_since,
    )
    if day is not None and since is not None and day < since:
        number = application.number or "—"
        said = {"number": number, "issued_on": day, "since_on": since}
        return asked.finds(Finding.OLDER_PAPER, weight, **said)
    if not application.number:
        return asked.finds(Finding.NO_CERTIFICATE, weight)
    return asked.finds(Finding.PAPER_WITHOUT_CODE, weight, number=application.number)


def _differing(application: Application, claims: Claims, asked: Asked) -> Iterator[Reason]:
    """What the paper shows in letters, where its code says otherwise."""
    shown = (
        ("number", application.number, claims.number),
        ("issued_on", application.issued_on, claims.issued_on),
        ("organization", application.organization, claims.organization),
    )
    for what, written, coded in shown:
        if written and _folded(written) != _folded(coded):
            yield asked.finds(
                Finding.PAPER_DIFFERS, Weight.ASK, what=what, written=written, coded=coded
            )


def _folded(value: date | str) -> str:
    return str(value).replace(" ", "").replace("-", "").casefold()


def _days(on: date, claims: Claims, asked: Asked) -> Iterator[Reason]:
    if claims.issued_on > on:
        yield asked.finds(Finding.NOT_YET_ISSUED, Weight.ASK, issued_on=claims.issued_on, on=on)
    if claims.valid_until_on is not None and claims.valid_until_on < on:
        yield asked.finds(
            Finding.EXPIRED, asked.weighs("expired"), until_on=claims.valid_until_on, on=on
        )


def _state(on: date, known: Known, asked: Asked) -> Iterator[Reason]:
    """The state on a day: a change after it is never more than a question."""
    said = {"since_on": known.since_on, "as_of": known.as_of}
    match known.state:
        case State.UNKNOWN:
            yield asked.finds(Finding.STATUS_UNKNOWN, Weight.ASK, **said)
        case State.SUSPENDED:
            yield asked.finds(Finding.SUSPENDED, Weight.ASK, **said)
        case State.REVOKED:
            # Without a day of its own, a revocation is certain only as early as it was known.
            since = known.since_on or known.as_of
            if since is not None and since <= on:
                yield asked.finds(Finding.REVOKED, asked.weighs("revoked"), **said)
            else:
                yield asked.finds(Finding.REVOKED_LATER, asked.weighs("later-change"), **said)
        case State.VALID if known.is_fresh:
            yield asked.finds(Finding.STATUS_VALID, as_of=known.as_of)
        case State.VALID:
            yield asked.finds(Finding.STATUS_OLD, Weight.ASK, as_of=known.as_of)


def _announced(paper: Paper, asked: Asked) -> Reason:
    match paper.announced:
        case True:
            return asked.finds(Finding.ANNOUNCED)
        case False:
            return asked.finds(Finding.ANNOUNCED_OTHERWISE, asked.weighs("not-announced"))
        case None:
            return asked.finds(Finding.NOT_ANNOUNCED, asked.weighs("not-announced"))
