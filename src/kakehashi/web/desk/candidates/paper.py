"""What stands on a certificate's paper and on its picture for a phone, in each language."""

from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi import node
from kakehashi.certificates import sealing
from kakehashi.certificates.models import Certificate
from kakehashi.core.agreement.profile import Party
from kakehashi.core.certificate import Claims, read, to_text
from kakehashi.printing import (
    CertificatePaper,
    Document,
    Letterhead,
    Line,
    Prose,
    Stated,
    Words,
)
from kakehashi.web.parts import naming
from kakehashi.web.parts.dates import in_words

TITLE: Final = _("Certificate of a candidate")
CERTIFIED: Final = _(
    "The person named here went through the procedures that come before being sent to work, and "
    "goes through an approved sending organization."
)
CHECKING: Final = _(
    "Check it with a phone's camera on the page below; nothing is sent anywhere. Nobody may keep "
    "this paper from its holder or take money for checking it."
)
DEMONSTRATION: Final = _("Demonstration: every organization and person here is invented.")
SLIP: Final = _("For you alone")
YOURS: Final = _("Your five words")
WHERE: Final = _("Where you use them")
ALONE: Final = _(
    "With these words you see how your certificate stands and every fee with its reason. Keep "
    "them apart from the certificate and give them to nobody. If somebody has seen them, ask the "
    "ministry for a new slip."
)
CODE_OF: Final = _("The code of certificate %(number)s, to be read with a camera")


def _field(claims: Claims, speaking: list[str]) -> str:
    named = []
    for language in speaking:
        with translation.override(language):
            named.append(naming.field_name(claims.field, claims.issued_on))
    return " · ".join(dict.fromkeys(named))


Value = Callable[[Claims, list[str]], str]
_ROWS: Final[tuple[tuple[Promise, Value], ...]] = (
    (_("Certificate number"), lambda claims, _speaking: claims.number),
    (_("Name, as in the passport"), lambda claims, _speaking: claims.name),
    (_("Born on"), lambda claims, _speaking: in_words(claims.born_on)),
    (_("Passport number ends with"), lambda claims, _speaking: claims.passport),
    (
        _("Approval number of the sending organization"),
        lambda claims, _speaking: claims.organization,
    ),
    (_("Field"), _field),
    (_("Issued on"), lambda claims, _speaking: in_words(claims.issued_on)),
    (_("Valid until"), lambda claims, _speaking: in_words(claims.valid_until_on)),
)


def languages(agreement: str) -> list[str]:
    """The languages of both sides: first those that only our offices go by, then English."""
    profile, us = node.profile(agreement), node.this().party
    ours, theirs = (
        {code: None for office in _signing(party) for code in office}
        for party in (profile.parties[us], profile.counterpart(us))
    )
    own = [code for code in ours if code not in theirs]
    known = dict(settings.LANGUAGES)
    return [code for code in dict.fromkeys([*own, "en", *ours, *theirs]) if code in known]


def _signing(party: Party) -> list[Mapping[str, str]]:
    return [party.offices[name].names for name in party.signatories if name in party.offices]


def paper_of(row: Certificate) -> CertificatePaper:
    """Give what is printed of a certificate; its code is the one that was issued, byte by byte."""
    data = sealing.open_certificate(row)
    text = to_text(data)
    claims, speaking = read(text).claims, languages(row.agreement)
    return CertificatePaper(
        lang=speaking[0],
        issuer=[_issuer(row.agreement, language) for language in speaking],
        titles=_in_each(TITLE, speaking),
        certified=_in_each(CERTIFIED, speaking),
        rows=[
            Stated(_in_each(label, speaking), Words(_in("en", value, claims, speaking)))
            for label, value in _ROWS
        ],
        code=text,
        told=_in_each(CODE_OF, speaking[:1])[0].text % {"number": claims.number},
        checking=_in_each(CHECKING, speaking),
        place=Words(settings.ORIGIN + reverse("verify"), mono=True),
        foot=Words(claims.number),
        marks=_in_each(DEMONSTRATION, speaking) if node.this().identity.demo else (),
    )


def slips_of(row: Certificate, code: str) -> list[Document]:
    """The slip for the holder alone, in each language: her words, and where she uses them."""
    made = []
    for language in languages(row.agreement):
        with translation.override(language):
            issuer = _issuer(row.agreement, language)
            made.append(
                Document(
                    lang=language,
                    title=Words(str(SLIP), language),
                    head=Letterhead(issuer),
                    opening=[
                        Line(Words(str(YOURS), language), [Words(code.replace("-", " "))]),
                        Line(
                            Words(str(WHERE), language),
                            [Words(settings.ORIGIN + reverse("holder"), mono=True)],
                        ),
                    ],
                    blocks=[Prose(Words(""), [Words(str(ALONE), language)])],
                    foot=Words(str(SLIP), language),
                )
            )
    return made


def _in_each(text: Promise, speaking: list[str]) -> list[Words]:
    found = []
    for language in speaking:
        with translation.override(language):
            found.append(Words(str(text), language))
    return list({words.text: words for words in found}.values())


def _in(language: str, value: Value, claims: Claims, speaking: list[str]) -> str:
    with translation.override(language):
        return value(claims, speaking)


def _issuer(agreement: str, language: str) -> Words:
    party = node.profile(agreement).parties[node.this().party]
    ministry = next(iter(_signing(party)), party.names)
    names = [names.get(language) or names["en"] for names in (party.names, ministry)]
    return Words(" · ".join(dict.fromkeys(names)), language)
