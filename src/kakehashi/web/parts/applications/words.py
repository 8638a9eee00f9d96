"""The words of an application: its steps, questions, states, and what can be wrong."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Final

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy

from kakehashi.core.approving.asks import BY_NAME, DECLARATION, PAPERS, OwnerRole, Wrong
from kakehashi.core.approving.course import Purpose, State, Verdict
from kakehashi.core.approving.papers import Paper
from kakehashi.core.approving.standards import Texts
from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.fields import FIELDS
from kakehashi.core.notices.organizations import FeeFor
from kakehashi.core.notices.text import NameUse
from kakehashi.core.notices.values import Register
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.shapes import Banner, Named, Status, Tone

Said = str | Promise

STEPS: Final[Mapping[str, tuple[Said, Said]]] = {
    "names": (
        gettext_lazy("Names"),
        gettext_lazy(
            "Every name of the organization, each in its own script, as it stands in its papers. "
            "The official name comes first."
        ),
    ),
    "numbers": (
        gettext_lazy("Numbers in registers"),
        gettext_lazy("The company register, the tax office, a licence that you hold."),
    ),
    "addresses": (gettext_lazy("Addresses"), gettext_lazy("The head office first.")),
    "contact": (
        gettext_lazy("How to reach you"),
        gettext_lazy("Once you are approved, everybody may see this."),
    ),
    "representatives": (
        gettext_lazy("Representatives"),
        gettext_lazy("Who may sign for the organization."),
    ),
    "owners": (
        gettext_lazy("Owners and officers"),
        gettext_lazy("Everybody who owns, leads or controls it. Only the office sees this."),
    ),
    "staff": (gettext_lazy("Staff"), gettext_lazy("How many persons work for you today.")),
    "capacity": (
        gettext_lazy("Capacity and fields"),
        gettext_lazy("How many persons you could send, and for which work."),
    ),
    "fees": (
        gettext_lazy("Fees that candidates pay"),
        gettext_lazy(
            "Every sum that a candidate will be asked for, with how it is reckoned. If you charge "
            "nothing, write 0. Once you are approved, everybody may see this."
        ),
    ),
    PAPERS: (
        gettext_lazy("Documents"),
        gettext_lazy("PDF, JPEG or PNG, at most 10 MB each. A photograph by telephone will do."),
    ),
    DECLARATION: (
        gettext_lazy("Declaration"),
        gettext_lazy("Read each sentence. You answer for it with your approval."),
    ),
}
"""Each step's title and what it is for."""

ROWS: Final[Mapping[str, tuple[Said, Said]]] = {
    "names": (gettext_lazy("Name %(number)s"), gettext_lazy("Add a name")),
    "numbers": (gettext_lazy("Number %(number)s"), gettext_lazy("Add a number")),
    "addresses": (gettext_lazy("Address %(number)s"), gettext_lazy("Add an address")),
    "representatives": (
        gettext_lazy("Representative %(number)s"),
        gettext_lazy("Add a representative"),
    ),
    "owners": (gettext_lazy("Person %(number)s"), gettext_lazy("Add a person")),
    "fees": (gettext_lazy("Fee %(number)s"), gettext_lazy("Add a fee")),
}

ASKS: Final[Mapping[str, tuple[Said, Said]]] = {
    "names.text": (gettext_lazy("Name"), ""),
    "names.lang": (pgettext_lazy("of a name", "Language"), ""),
    "names.use": (gettext_lazy("Kind of name"), ""),
    "numbers.scheme": (gettext_lazy("Register"), ""),
    "numbers.number": (gettext_lazy("Number, as the register writes it"), ""),
    "numbers.country": (gettext_lazy("Country of the register"), ""),
    "addresses.text": (gettext_lazy("Address, in one line"), ""),
    "addresses.lang": (pgettext_lazy("of an address", "Language"), ""),
    "addresses.country": (gettext_lazy("Country"), ""),
    "addresses.region": (gettext_lazy("Province"), ""),
    "addresses.locality": (gettext_lazy("City or district"), ""),
    "contact.phone": (gettext_lazy("Telephone"), gettext_lazy("For example +855 23 999 999")),
    "contact.email": (gettext_lazy("E-mail"), ""),
    "contact.website": (gettext_lazy("Website"), gettext_lazy("Beginning with https://")),
    "contact.languages": (gettext_lazy("Languages that you speak with candidates"), ""),
    "representatives.text": (gettext_lazy("Name"), ""),
    "representatives.lang": (pgettext_lazy("of a name", "Language"), ""),
    "representatives.position": (gettext_lazy("Position"), ""),
    "owners.name": (gettext_lazy("Name"), gettext_lazy("As it stands in the paper of identity")),
    "owners.role": (gettext_lazy("What this person is"), ""),
    "owners.country": (gettext_lazy("Nationality, or country of the company"), ""),
    "owners.share": (gettext_lazy("Share in per cent"), ""),
    "staff.total": (gettext_lazy("All together"), ""),
    "staff.japanese": (gettext_lazy("Of them, who speak Japanese"), ""),
    "staff.teachers": (gettext_lazy("Of them, teachers and trainers"), ""),
    "staff.care": (gettext_lazy("Of them, who look after those in Japan"), ""),
    "capacity.persons": (gettext_lazy("Persons that you could send in a year"), ""),
    "capacity.places": (gettext_lazy("Places for training at one time"), ""),
    "capacity.fields": (
        gettext_lazy("Fields of work"),
        gettext_lazy("Choose none if it is for every field."),
    ),
    "fees.for": (gettext_lazy("For what"), ""),
    "fees.amount": (gettext_lazy("At most"), ""),
    "fees.basis": (
        gettext_lazy("How it is reckoned, with its breakdown"),
        gettext_lazy("For example: 480 hours of lessons, USD 1.25 each"),
    ),
    "declaration.name": (gettext_lazy("Name of who declares this"), ""),
    "declaration.position": (gettext_lazy("Position"), ""),
}
"""Each question's label and hint."""

WRONG: Final[Mapping[Wrong, Said]] = {
    Wrong.MISSING: gettext_lazy("Fill this in."),
    Wrong.TOO_LONG: gettext_lazy("This is too long. Write it shorter."),
    Wrong.NOT_FIGURES: gettext_lazy("Write a number in figures, such as 120."),
    Wrong.NOT_AN_AMOUNT: gettext_lazy("Write the amount in figures and choose the currency."),
    Wrong.NOT_AMONG: gettext_lazy("Choose one of those that are offered."),
    Wrong.NOT_IN_FORM: gettext_lazy("This is not in the form that is asked for. Check it."),
    Wrong.TOO_FEW: gettext_lazy("Enter at least one."),
    Wrong.TOO_MANY: gettext_lazy("These are too many. Keep the most important."),
}
NOT_IN_FORM: Final[Mapping[str, Said]] = {
    "contact.phone": gettext_lazy("Write a telephone number, such as +855 23 999 999."),
    "contact.email": gettext_lazy("Write an e-mail address, such as office@example.org."),
    "contact.website": gettext_lazy("Write the whole address, beginning with https://"),
}

STATES: Final[Mapping[State, tuple[Said, Tone]]] = {
    State.DRAFT: (gettext_lazy("Not submitted yet"), "neutral"),
    State.SUBMITTED: (gettext_lazy("Being examined"), "waiting"),
    State.ASKED: (gettext_lazy("The applicant is asked for more"), "warning"),
    State.RECOMMENDED: (gettext_lazy("Waiting for the decision"), "waiting"),
    State.APPROVED: (pgettext_lazy("application", "Approved"), "good"),
    State.REFUSED: (pgettext_lazy("application", "Refused"), "bad"),
    State.WITHDRAWN: (pgettext_lazy("application", "Withdrawn"), "ended"),
}

PURPOSES: Final[Mapping[Purpose, Said]] = {
    Purpose.APPROVAL: gettext_lazy("Approval of a sending organization"),
    Purpose.RENEWAL: gettext_lazy("Renewal of an approval"),
    Purpose.CHANGE: gettext_lazy("Change of what the register says"),
}

HAPPENED: Final[Mapping[str, Said]] = {
    "begun": gettext_lazy("The application was begun"),
    "submitted": gettext_lazy("The application was submitted"),
    "taken-up": gettext_lazy("An examiner took it up"),
    "given-back": gettext_lazy("Another examiner is to take it up"),
    "asked": gettext_lazy("The office asked for more"),
    "answered": gettext_lazy("The applicant answered"),
    "recommended": gettext_lazy("The examination was ended"),
    "sent-back": gettext_lazy("It went back to the examination"),
    "approved": gettext_lazy("It was approved"),
    "refused": gettext_lazy("It was refused"),
    "withdrawn": gettext_lazy("The applicant withdrew it"),
}
"""What happened to an application, by the steps of its history."""

VERDICTS: Final[Mapping[Verdict, tuple[Said, Tone]]] = {
    Verdict.MET: (pgettext_lazy("standard", "Met"), "good"),
    Verdict.NOT_MET: (pgettext_lazy("standard", "Not met"), "bad"),
    Verdict.NOT_APPLICABLE: (pgettext_lazy("standard", "Does not apply"), "neutral"),
}

PAPERS_ASKED: Final[Mapping[Paper, Said]] = {
    Paper.REGISTRATION: gettext_lazy("Certificate of registration of the organization"),
    Paper.STATUTES: gettext_lazy("Statutes or articles of association"),
    Paper.LICENCE: gettext_lazy("Licence to send workers abroad"),
    Paper.OWNERS: gettext_lazy("List of owners and officers with their papers of identity"),
    Paper.RECORD: gettext_lazy("Criminal record certificates of owners and officers"),
    Paper.FINANCE: gettext_lazy("Financial statements and tax certificate"),
    Paper.PREMISES: gettext_lazy("Lease or title, and plan, of the premises"),
    Paper.TRAINING: gettext_lazy("Training programme and list of teachers"),
    Paper.WORKER: gettext_lazy("Model contract with candidates"),
    Paper.PARTNER: gettext_lazy("Agreements with organizations in Japan"),
    Paper.FEES: gettext_lazy("Schedule of fees with the basis of each"),
    Paper.COMPLAINTS: gettext_lazy("How complaints of candidates and workers are taken"),
    Paper.OTHER: gettext_lazy("Another document"),
}

OWNERS: Final[Mapping[OwnerRole, Said]] = {
    OwnerRole.DIRECTOR: gettext_lazy("Director or officer"),
    OwnerRole.SHAREHOLDER: gettext_lazy("Shareholder"),
    OwnerRole.BOTH: gettext_lazy("Director and shareholder"),
    OwnerRole.BEHIND: gettext_lazy("Owns or controls it through others"),
}

LANGUAGE_NAMES: Final = {
    "en": "English",
    "fa": "فارسی",
    "fr": "français",
    "ja": "日本語",
    "km": "ខ្មែរ",
    "ko": "한국어",
    "ru": "русский",
    "tg": "тоҷикӣ",
    "th": "ไทย",
    "uz": "oʻzbekcha",
    "vi": "Tiếng Việt",
    "zh": "中文",
}
"""Each language by its own name, since who chooses it reads it."""


def label(code: Code) -> str:
    """The label of a code in the reader's language."""
    return gettext(code.label)


def choice(step: str, name: str, value: str) -> str:
    """Name an answer that was chosen."""
    ask = BY_NAME[step].ask(name) if step in BY_NAME else None
    if ask is None or value not in ask.among:
        return value
    if name in {"lang", "languages"}:
        return LANGUAGE_NAMES.get(value, value)
    if name == "fields":
        return field_name(value)
    if name == "role":
        return str(OWNERS[OwnerRole(value)])
    known = {"use": NameUse, "scheme": Register, "for": FeeFor}[name]
    return label(known(value))


def paper_name(paper: Paper | str) -> str:
    """Name a document."""
    return str(PAPERS_ASKED[Paper(paper)])


def field_name(code: str) -> str:
    """Name a field of work as it is called now."""
    found = next((field for field in reversed(FIELDS) if field.code == code), None)
    if found is None:
        return code
    return found.name_ja if get_language() == "ja" else gettext(found.name_en)


def state_status(state: State | str) -> Status:
    """A state as a word with its colour."""
    word, tone = STATES[State(state)]
    return Status(word, tone)


def verdict_status(verdict: Verdict | str) -> Status:
    """A finding as a word with its colour."""
    word, tone = VERDICTS[Verdict(verdict)]
    return Status(word, tone)


def text(texts: Texts) -> Named:
    """A text of the ministry in the reader's language, or in English, marked as such."""
    language = get_language() or "en"
    tag = language if language in texts else "en"
    return Named(texts[tag], tag)


def plain(texts: Texts) -> str:
    """The same without its mark, for labels of controls."""
    return text(texts).text


def words_of(step: str, name: str, wrong: Wrong) -> str:
    """Say what is wrong with an answer."""
    if wrong is Wrong.MISSING and (asked := ASKS.get(f"{step}.{name}")):
        return gettext("Fill in: %(what)s") % {"what": asked[0]}
    if wrong is Wrong.NOT_IN_FORM and (own := NOT_IN_FORM.get(f"{step}.{name}")):
        return str(own)
    return str(WRONG[wrong])


def countries() -> Mapping[str, str]:
    """The countries of the world by their codes, in the reader's language and order."""
    return _countries(get_language() or "en")


@cache
def _countries(language: str) -> Mapping[str, str]:
    known = Locale.parse(language).territories
    english = Locale.parse("en").territories
    named = {
        code: str(known.get(code) or name)
        for code, name in english.items()
        if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ"}
    }
    return dict(sorted(named.items(), key=lambda pair: pair[1]))


def erased_banner(at: datetime | None) -> Banner | str:
    """Say that what an application stated is gone; "" where it is there."""
    if at is None:
        return ""
    told = gettext("What this application stated was erased on %(day)s, at the end of its time.")
    return Banner(told % {"day": in_words(at.date())}, "neutral")
