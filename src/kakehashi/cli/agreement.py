"""Check an agreement's profile, print it clause by clause, and show what realizes each clause."""

import gettext as catalogues
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import kakehashi
from kakehashi.cli.agreement_words import refusal, rule_in_words
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _
from kakehashi.core.agreement import (
    Clause,
    Duty,
    LedgerKind,
    Party,
    Permit,
    Profile,
    ProfileRefused,
    Source,
    Span,
    load,
)
from kakehashi.core.coverage import Realized, coverage
from kakehashi.core.notices import KIND_FACTS
from kakehashi.core.notices.payload import Classification
from kakehashi.core.scenario import ScenariosRefused
from kakehashi.core.scenario import read as read_scenarios
from kakehashi.node import SHIPPED

FILE: Final = "profile.toml"
SCENARIOS: Final = "scenarios.toml"

_Tell = Callable[[Profile, Path], tuple[list[str], int]]
"""Gives the lines about a profile that was read from a file, and the exit status."""


def check(argv: Sequence[str]) -> int:
    """Check and print one profile by name or folder, or all that are shipped.

    The exit status is 0 where all were accepted, 1 where one was refused, 2 where misused.
    """
    return _each(argv, "check", lambda profile, _file: (list(_account(profile)), 0))


def cover(argv: Sequence[str]) -> int:
    """Print what realizes each clause of one profile, or of all that are shipped.

    The exit status is 0 where no clause lacks anything, 1 where one does, 2 where misused.
    """
    return _each(argv, "coverage", _coverage)


def _each(argv: Sequence[str], name: str, tell: _Tell) -> int:
    if len(argv) > 1 or any(given.startswith("-") for given in argv):
        usage = f"kakehashi agreement {name} [NAME|FOLDER]"
        complain(_("usage: {usage}").format(usage=usage))
        return 2
    files = [_file(argv[0])] if argv else sorted(SHIPPED.glob(f"*/{FILE}"))
    return max([_told(file, tell) for file in files], default=1)


def _file(given: str) -> Path:
    shipped = SHIPPED / given / FILE
    if "/" not in given and not Path(given).exists() and shipped.is_file():
        return shipped
    path = Path(given)
    return path / FILE if path.is_dir() else path


def _told(file: Path, tell: _Tell) -> int:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        what = _("cannot be read ({error}) — name a folder with {file}, or one of {names}")
        names = ", ".join(sorted(found.parent.name for found in SHIPPED.glob(f"*/{FILE}")))
        complain(f"{file}: " + what.format(error=error.strerror, file=FILE, names=names))
        return 1
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        complain(f"{file}:{line}: " + _("this is not UTF-8 — save the file as UTF-8"))
        return 1
    try:
        profile = load(text, kinds=KIND_FACTS)
    except ProfileRefused as refused:
        for problem in refused.problems:
            complain(f"{file}:{problem.line}: {refusal(problem)}")
        return 1
    lines, status = tell(profile, file)
    print("\n".join(lines))
    return status


def _account(profile: Profile) -> Iterator[str]:
    """Give the lines of a profile, clause by clause."""
    yield f"{profile.name}  {_in(profile.title)}"
    yield _("  digest {digest}").format(digest=profile.digest)
    signed = ", ".join(f"{day.isoformat()} {_in(place)}" for day, place in profile.signed)
    yield _("  signed {when}").format(when=signed)
    for party in profile.parties.values():
        yield from _party(party)
    for clause in profile.clauses.values():
        yield ""
        yield from _clause(clause, profile)
    yield ""
    yield _("Under every clause, following the notice or letter they are about")
    yield from _issuing(permit for permit in profile.permits if permit.is_everywhere)
    yield ""


def _party(party: Party) -> Iterator[str]:
    side = {"sending": _("sends"), "accepting": _("accepts")}[party.side]
    yield f"  {party.code}  {_in(party.names)} ({side}; {party.time_zone})"
    circle = ", ".join(_in(party.offices[office].names) for office in party.circle)
    yield "      " + _("circle: {offices}").format(offices=circle)
    signatories = ", ".join(_in(party.offices[office].names) for office in party.signatories)
    yield "      " + _("signatories: {offices}").format(offices=signatories)
    for body in party.bodies.values():
        clauses = ", ".join(sorted(body.clauses))
        text = _("admitted to notices under {clauses}: {body}")
        yield "      " + text.format(clauses=clauses, body=_in(body.names))


def _clause(clause: Clause, profile: Profile) -> Iterator[str]:
    yield _("Clause {number}  {title}").format(number=clause.number, title=_in(clause.title))
    yield f"  {_in(clause.asks)}"
    for letter, names in clause.items.items():
        yield f"    {letter}  {_in(names)}"
    for point in profile.contact_points:
        if point.clause == clause.number:
            office = profile.parties[point.party].offices[point.office]
            text = _("{party} is reached at {office}")
            told = text.format(party=point.party, office=_in(office.names))
            yield f"  - {told} ({', '.join(point.languages)}){_dates(point.span)}"
    yield from _issuing(
        permit
        for permit in profile.permits
        if permit.clause == clause.number and not permit.is_everywhere
    )
    for duty in profile.duties:
        if duty.clause == clause.number:
            yield from _duty(duty)
    for rule in profile.rules:
        if rule.clause == clause.number:
            yield f"  = {rule_in_words(rule)}{_dates(rule.span)}"
            if rule.note:
                yield f"      {_in(rule.note)}"


def _issuing(permits: Iterable[Permit]) -> Iterator[str]:
    """Give who may issue what, kinds of the same issuers, classes and days together."""
    issuers: dict[tuple[str, tuple[Classification, ...], Span], list[str]] = {}
    for permit in permits:
        parties = issuers.setdefault((permit.kind, permit.classes, permit.span), [])
        if permit.party not in parties:
            parties.append(permit.party)
    kinds: dict[tuple[str, tuple[Classification, ...], Span], list[str]] = {}
    for (kind, classes, span), parties in issuers.items():
        kinds.setdefault((", ".join(parties), classes, span), []).append(kind)
    for (who, classes, span), named in kinds.items():
        labels = ", ".join(_(known.label) for known in classes)
        text = _("{parties} may issue ({classes}): {kinds}")
        told = text.format(parties=who, classes=labels, kinds=", ".join(named))
        yield f"  > {told}{_dates(span)}"


def _duty(duty: Duty) -> Iterator[str]:
    source = _("by the memorandum") if duty.source is Source.MEMORANDUM else _("where both agreed")
    ledger = _("; own ledger") if duty.ledger is LedgerKind.OWN else ""
    yield (
        "  ! "
        + _("{party} owes: {does}").format(party=duty.party, does=_in(duty.does))
        + (f" ({source}{ledger}){_dates(duty.span)}")
    )
    opening = duty.opened_by_act or ", ".join(sorted(duty.opened_by))
    yield "      " + _("opened by {what}").format(what=opening)
    if duty.where is not None:
        codes = ", ".join(sorted(duty.where.codes))
        yield "      " + _("only where it is {codes}").format(codes=codes)
    for text, kinds in (
        (_("discharged by {what}"), duty.discharged_by),
        (_("declined by {what}"), duty.declined_by),
        (_("lifted by {what}"), duty.lifted_by),
    ):
        if kinds:
            yield "      " + text.format(what=", ".join(sorted(kinds)))


def _coverage(profile: Profile, file: Path) -> tuple[list[str], int]:
    """Give the lines of what realizes each clause, and 1 where one lacks something."""
    beside = file.with_name(SCENARIOS)
    try:
        scenarios = read_scenarios(beside.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return [f"{beside}: {error}"], 1
    except ScenariosRefused as refused:
        return [f"{beside}:{fault.line}: {fault.what}" for fault in refused.faults], 1
    lines = [f"{profile.name}  {_in(profile.title)}"]
    found = coverage(profile, scenarios)
    for one in found:
        lines += ["", *_realized(one)]
    lacking = [one.clause.number for one in found if one.missing]
    summary = _("{count} clauses, each realized").format(count=len(found))
    if lacking:
        summary = _("not realized: clause {clauses}").format(clauses=", ".join(lacking))
    return [*lines, "", summary], 1 if lacking else 0


def _realized(one: Realized) -> Iterator[str]:
    yield _("Clause {number}  {title}").format(
        number=one.clause.number, title=_in(one.clause.title)
    )
    yield "  > " + _("notices: {what}").format(what=", ".join(one.notices) or "—")
    for duty in one.duties:
        yield "  ! " + _("{party} owes: {does}").format(party=duty.party, does=_in(duty.does))
    if not one.duties:
        yield "  ! " + _("no duty of its own; it is held by its rules")
    for rule in one.rules:
        yield f"  = {rule_in_words(rule)}{_dates(rule.span)}"
    yield "  @ " + _("pages: {what}").format(what=", ".join(one.pages) or "—")
    for title in one.scenarios:
        yield f"  ? {title}"
    for name in one.missing:
        yield "  # " + _("missing: {what}").format(what=name)


def _dates(span: Span) -> str:
    first = _(" from {day}").format(day=span.first.isoformat()) if span.first else ""
    until = _(" until {day}").format(day=span.until.isoformat()) if span.until else ""
    return f" [{(first + until).strip()}]" if first or until else ""


def _in(names: Mapping[str, str]) -> str:
    """Give a text in the terminal's language, or in English."""
    return names.get(_language(), names.get("en", ""))


def _language() -> str:
    locale = Path(kakehashi.__file__).parent / "locale"
    found = catalogues.find("django", locale)
    return Path(found).parent.parent.name if found else "en"
