"""An agreement's page: since when it is in force, what happened, what each clause binds to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kakehashi.core.agreement import Duty, Party, Profile, Source, Terms
from kakehashi.core.agreement.in_words import sentence
from kakehashi.core.life import Life, Stage, months_after
from kakehashi.core.next_steps import Step, Why
from kakehashi.core.notices import KINDS
from kakehashi.core.notices.acceptance import FieldChannels
from kakehashi.core.notices.fields import CODES
from kakehashi.core.notices.life import ConsentedProfile
from kakehashi.core.notices.targets import Targets
from kakehashi.core.target_days import day_at
from kakehashi.exchange.versions import Agreed
from kakehashi.web.desk import showing
from kakehashi.web.desk.agreement.life import Today
from kakehashi.web.desk.notices import hearing
from kakehashi.web.desk.notices.hearing import Said
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts import naming
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.shapes import (
    Banner,
    Code,
    Day,
    Happening,
    Link,
    Row,
    Shown,
    Status,
    Summary,
    Timeline,
    Tone,
)

_STAGES: Mapping[Stage, tuple[str | Promise, Tone]] = {
    Stage.UNSIGNED: (gettext_lazy("Not signed"), "waiting"),
    Stage.SIGNED: (gettext_lazy("Signed, not in force"), "waiting"),
    Stage.IN_FORCE: (gettext_lazy("In force"), "good"),
    Stage.DISCONTINUING: (gettext_lazy("In force, its end is notified"), "warning"),
    Stage.ENDED: (gettext_lazy("Ended"), "ended"),
}
_WHY: Mapping[Why, str | Promise] = {
    Why.BEGIN: gettext_lazy("It brings the agreement into force."),
    Why.ANSWER: gettext_lazy("It answers what stands below."),
    Why.END: gettext_lazy("It ends what was begun."),
    Why.CHANGE: gettext_lazy("It can be begun at any time."),
    Why.LEAVE: gettext_lazy("It begins the end of the agreement."),
}


def stage_status(stage: Stage) -> Status:
    """Where an agreement stands, as a word."""
    return Status(*_STAGES[stage])


def in_force(life: Life) -> list[Shown]:
    """Since when it is in force, and how we know."""
    if life.in_force_on is None:
        return [
            _("Not recorded"),
            _("It comes by a notice that records the receipt of the last written notification."),
        ]
    if life.is_our_reading:
        return [Day(life.in_force_on), _("Our reading: the memorandum says nothing of it.")]
    shown: list[Shown] = [Day(life.in_force_on)]
    shown.append(_("The day on which the last notification was received."))
    if settings.IS_DEMO:
        shown.append(_("Invented for this demonstration, as all days are."))
    return shown


def waiting(found: Today) -> Shown:
    """How many notices wait for an answer of ours."""
    count = len({step.about for step in found.steps if step.why is Why.ANSWER})
    words = ngettext("%(count)s notice", "%(count)s notices", count)
    return words % {"count": count} if count else "–"


def version_banner(agreed: Agreed | None) -> Banner | str:
    """Say which version of the terms is lacking here, and how to get it."""
    if agreed is None or agreed.is_held:
        return ""
    if not agreed.lacking:
        words = _(
            "This node holds terms on which the two sides did not agree. Nothing may be issued "
            "before the administrator has put the agreed ones in place: %(digest)s."
        )
        return Banner(words % {"digest": agreed.digest}, "bad")
    words = _(
        "Both sides agreed on new terms, which this node does not hold yet. Nothing may be issued "
        "before the administrator has taken the file from the proposal and adopted it: "
        "kakehashi adopt. Its digest is %(digest)s."
    )
    return Banner(words % {"digest": agreed.lacking[0].profile}, "bad")


def summary(found: Today) -> Summary:
    """Where the agreement stands today."""
    profile, life = found.profile, found.life
    terms = profile.on(found.today)
    rows = [
        Row(_("Today"), stage_status(life.stage(found.today))),
        Row(_("Signed"), [s for on, at in profile.signed for s in (Day(on), naming.said(at))]),
        Row(_("In force since"), in_force(life)),
    ]
    if life.discontinued_on is not None and life.ends_on is not None:
        rows.append(Row(_("Notice of its end received"), Day(life.discontinued_on)))
        rows.append(Row(_("Ends on"), Day(life.ends_on)))
    if review := _review(found, terms):
        rows.append(Row(_("Review of the framework"), review))
    rows += [Row(named(p.names), _side(p, terms)) for p in profile.parties.values()]
    rows.append(Row(_("Terms held here"), _held(found)))
    return Summary(rows, _("The agreement today"))


def _review(found: Today, terms: Terms) -> list[Shown]:
    """From when a review may be thought of, where the agreement foresees one, and the last one."""
    rule = terms.table("review")
    months, start = rule.get("after-months"), rule.get("counted-from")
    if not isinstance(months, int) or not isinstance(start, date):
        return []
    shown: list[Shown] = [Day(months_after(start, months)), _("A reminder, not a duty.")]
    reviews = [one for one in found.every if one.heard.kind.startswith("review.")]
    return shown + [Link(showing.kind_title(one.heard.kind), one.href) for one in reviews[-1:]]


def _held(found: Today) -> list[Shown]:
    held: list[Shown] = [Code(found.profile.digest)]
    if count := len(found.profile.earlier):
        words = ngettext("with %(count)s earlier version", "with %(count)s earlier versions", count)
        held.append(words % {"count": count})
    return held


def _side(party: Party, terms: Terms) -> list[Shown]:
    signatories = ", ".join(named(party.offices[name].names) for name in party.signatories)
    shown: list[Shown] = [_("Signatories: %(names)s") % {"names": signatories}]
    if point := terms.contact_points.get(party.code):
        unit = named(party.offices[point.office].names)
        shown.append(_("Contact point: %(unit)s") % {"unit": unit})
    return shown


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step as a button, with what it is for and what it is about."""

    kind: str
    about: str
    title: str
    why: str | Promise
    named: Shown


def step_shown(found: Today, step: Step) -> StepShown:
    """Show a step that our side may take next."""
    about = hearing.by_id(found.every).get(step.about)
    words: Shown = ""
    if about is not None:
        words = Link(_headline(found, about), about.href)
    return StepShown(step.kind, step.about, showing.kind_title(step.kind), _WHY[step.why], words)


def _headline(found: Today, one: Said) -> str:
    party = found.profile.parties[one.heard.party]
    return f"{showing.kind_title(one.heard.kind)}, {named(party.names)}"


def timeline(found: Today) -> Timeline:
    """What changed when, the earliest first; what lies ahead stands last and says so."""
    happened = sorted((*_signed(found), *_versions(found), *_told(found)), key=lambda one: one[0])
    return Timeline([step for _day, step in happened], _("What changed when"))


Dated = tuple[date, Happening]


def _signed(found: Today) -> Iterator[Dated]:
    for on, at in found.profile.signed:
        yield on, Happening(Day(on), _("Signed"), naming.chosen(at)[0], tone="neutral")
    life = found.life
    if life.is_our_reading and life.in_force_on:
        title = _("In force (our reading)")
        yield life.in_force_on, Happening(Day(life.in_force_on), title, tone="good")
    if life.ends_on is not None:
        tone: Tone = "ended" if life.ends_on <= found.today else "waiting"
        yield life.ends_on, Happening(Day(life.ends_on), _("Ends"), tone=tone)


def _versions(found: Today) -> Iterator[Dated]:
    for day in found.profile.versions:
        tone: Tone = "neutral" if day <= found.today else "waiting"
        yield day, Happening(Day(day), _("Other terms hold from this day"), tone=tone)


def _told(found: Today) -> Iterator[Dated]:
    for one in found.every:
        on = _day_of(found, one)
        tone: Tone = "neutral" if on <= found.today else "waiting"
        title = Link(showing.kind_title(one.heard.kind), one.href)
        by = named(found.profile.parties[one.heard.party].names)
        detail = ", ".join(str(line) for line in _detail(found, one))
        yield on, Happening(Day(on), title, detail, by, tone)


def _day_of(found: Today, one: Said) -> date:
    """The day that a notice tells of: of a receipt, of an effect, else of its issue."""
    received = getattr(one.heard.statement, "received_on", None)
    if isinstance(received, date):
        return received
    if one.heard.kind in {"acceptance.suspended", "acceptance.resumed"} and one.heard.effective_on:
        return one.heard.effective_on
    zone = found.profile.parties[one.heard.party].time_zone
    return day_at(one.heard.issued_at, zone)


def _detail(found: Today, one: Said) -> Iterator[Shown]:
    match one.heard.statement, one.heard.public:
        case ConsentedProfile(signatories=every), _other:
            offices = found.profile.parties[one.heard.party].offices
            for consent in every:
                office = offices.get(consent.signatory)
                yield named(office.names) if office else consent.signatory
        case Targets(targets=targets), _other:
            yield from dict.fromkeys(duty_words(found, target.duty) for target in targets)
        case _none, FieldChannels() as field:
            yield field_name(str(field.field))
            yield from (said(day.channel.label) for day in field.channels)
        case _:
            return


def field_name(code: str) -> str:
    """A field's name in the reader's language."""
    return said(CODES[code][-1].name_en) if code in CODES else code


def duty_words(found: Today, duty: str) -> str:
    """What a duty asks, by its code."""
    known = next((d for d in found.profile.duties if d.id == duty), None)
    return named(known.does) if known else duty


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """A clause with what it binds whom to today."""

    number: str
    title: str
    asks: str
    items: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    duties: tuple[str, ...]
    permits: tuple[str, ...]


def clauses(found: Today) -> list[ClauseShown]:
    """What binds whom today, clause by clause."""
    terms = found.profile.on(found.today)
    return [
        ClauseShown(
            number=clause.number,
            title=named(clause.title),
            asks=named(clause.asks),
            items=tuple((letter, named(names)) for letter, names in clause.items.items()),
            rules=tuple(
                sentence(rule, partial(_say, found.profile))
                for rule in terms.rules.values()
                if rule.clause == number
            ),
            duties=tuple(_duty(found, d) for d in terms.duties if d.clause == number),
            permits=tuple(_permits(found, terms, number)),
        )
        for number, clause in found.profile.clauses.items()
    ]


def _say(profile: Profile, text: str) -> str:
    """Say a text, a side or a kind by its code, or a day, in the reader's language."""
    if text in profile.parties:
        return named(profile.parties[text].names)
    if text in KINDS:
        return said(KINDS[text].title)
    try:
        return in_words(date.fromisoformat(text))
    except ValueError:
        return said(text)


def _duty(found: Today, duty: Duty) -> str:
    source = _("by the memorandum") if duty.source is Source.MEMORANDUM else _("where agreed")
    words = pgettext("duty", "%(party)s: %(does)s (%(source)s)")
    party = named(found.profile.parties[duty.party].names)
    return words % {"party": party, "does": named(duty.does), "source": source}


def _permits(found: Today, terms: Terms, number: str) -> Iterable[str]:
    for code, party in found.profile.parties.items():
        kinds = [
            said(KINDS[kind].title)
            for (kind, issuer), permits in terms.permits.items()
            if issuer == code and any(p.clause == number and not p.is_everywhere for p in permits)
        ]
        if kinds:
            words = pgettext("permits", "%(party)s may issue: %(kinds)s")
            yield words % {"party": named(party.names), "kinds": ", ".join(kinds)}
