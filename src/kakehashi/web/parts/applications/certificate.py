"""The certificate of approval: what the register says of it, on paper, with the entry's address.

Printed from what was decided, so it reads the same whenever it is printed; whether it still holds
is never on paper, and the code leads to where it is told.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kakehashi import node
from kakehashi.approvals import queries, sealing, standards
from kakehashi.approvals.models import Application
from kakehashi.core.agreement.profile import Names
from kakehashi.core.approving.asks import Answers, money
from kakehashi.core.approving.entry import Terms
from kakehashi.core.approving.standards import StandardSet
from kakehashi.core.notices.organizations import FeeFor
from kakehashi.printing import CertificatePaper, Level, Stated, Words, print_certificates
from kakehashi.web.parts import naming
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.dates import in_words

MOST_NAMES = 4


def certificate_pdf(application: Application) -> bytes:
    """Print the certificate of an approved application; FontsMissing where fonts are."""
    if application.standards is None or application.decided_on is None:
        raise LookupError(application.public_id)
    made = standards.set_of(application.standards)
    terms = Terms.read(sealing.open_told(application.public_id, sealing.TERMS)["terms"])
    paper = certificate(application, made, terms, queries.content_of(application).said)
    at = datetime.combine(application.decided_on, time(12), UTC)
    return print_certificates([paper], level=Level.Q, at=at)


def certificate(
    application: Application, made: StandardSet, terms: Terms, answers: Answers
) -> CertificatePaper:
    """Put an approval into words, in English and in the languages of the ministry's standards.

    Labels stand in all of them, values that are words in English and the ministry's first.
    """
    languages = [*made.title]
    party = node.profile(application.agreement).parties[node.this().party]
    address = settings.ORIGIN + reverse("portal-number", args=[application.number])

    def each(said: Callable[[], str]) -> list[Words]:
        return [*_each(languages, said)]

    rows = [
        Stated(each(lambda: _("Approval number")), Words(application.number, mono=True)),
        *_names(answers, each),
        *_terms(terms, each),
        Stated(each(lambda: _("Standards")), Words(made.title["en"])),
        Stated(
            each(lambda: _("Decided on")),
            _in_two(each(lambda: in_words(application.decided_on or terms.from_on))),
        ),
    ]
    return CertificatePaper(
        lang="en",
        issuer=each(lambda: _office(application, party.names)),
        titles=each(lambda: _("Certificate of approval of a sending organization")),
        certified=each(lambda: _("This organization was approved on the terms that stand here.")),
        rows=rows,
        code=address,
        told=address,
        checking=each(
            lambda: _(
                "Whether the approval holds today is not on this paper: read the code, or look the "
                "number up at the address below."
            )
        ),
        place=Words(address, mono=True),
        foot=Words(f"{application.number} · {address}"),
        marks=each(lambda: _("Demonstration: every organization and person here is invented."))[:2]
        if settings.IS_DEMO
        else (),
    )


def _each(languages: Sequence[str], said: Callable[[], str]) -> Iterator[Words]:
    """Say something in every language, each once."""
    there: set[str] = set()
    for language in languages:
        with translation.override(language):
            text = said()
        if text not in there:
            there.add(text)
            yield Words(text, language)


def _in_two(said: Sequence[Words]) -> Words:
    """Say a value in English and the ministry's first language on one line."""
    first = said[:2]
    return Words(" · ".join(one.text for one in first), first[-1].lang)


Each = Callable[[Callable[[], str]], list[Words]]


def _names(answers: Answers, each: Each) -> Iterator[Stated]:
    for row in list(answers.get("names", ()))[:MOST_NAMES]:
        use = row["use"]
        labels = each(lambda use=use: words.choice("names", "use", use))  # type: ignore[misc]  # bound at once
        yield Stated(labels, Words(row["text"].strip(), row["lang"]))
    for row in list(answers.get("addresses", ()))[:1]:
        yield Stated(each(lambda: _("Address")), Words(row["text"].strip(), row["lang"]))


def _terms(terms: Terms, each: Each) -> Iterator[Stated]:
    yield Stated(each(lambda: _("Valid")), _in_two(each(lambda: _period(terms))))
    yield Stated(
        each(lambda: _("Persons it may send in a year")),
        Words(str(terms.capacity)) if terms.capacity else _in_two(each(lambda: _("No limit"))),
    )
    yield Stated(each(lambda: _("Fields")), _in_two(each(lambda: _fields(terms))))
    if terms.fees:
        yield Stated(each(lambda: _("What it may charge")), _in_two(each(lambda: _fees(terms))))
    for condition in terms.conditions:
        yield Stated(each(lambda: _("Condition")), Words(condition, terms.language))


def _period(terms: Terms) -> str:
    if terms.until_on is None:
        return _("From %(first)s until further notice") % {"first": in_words(terms.from_on)}
    told = {"first": in_words(terms.from_on), "last": in_words(terms.until_on)}
    return _("%(first)s to %(last)s") % told


def _fields(terms: Terms) -> str:
    named = [naming.field_name(code, terms.from_on) for code in terms.fields]
    return ", ".join(named) or _("Every field")


def _fees(terms: Terms) -> str:
    told = []
    for sort, typed, _basis in terms.fees:
        amount = money(typed)
        if amount is not None:
            told.append(f"{words.label(FeeFor(sort))}: {amount.amount} {amount.currency}")
    return "; ".join(told)


def _office(application: Application, names: Names) -> str:
    profile = node.profile(application.agreement)
    ours = profile.parties[node.this().party]
    point = next((one for one in profile.contact_points if one.party == ours.code), None)
    circle = ours.offices.get(ours.circle[0]) if ours.circle else None
    office = circle or (ours.offices.get(point.office) if point else None)
    told = [naming.chosen(names)[0], *([naming.chosen(office.names)[0]] if office else [])]
    return " · ".join(told)
