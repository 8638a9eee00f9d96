"""What a question offers to choose from: codes, languages, scripts, fields, offices, clauses."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.core.agreement import Profile
from kakehashi.core.notices import KINDS
from kakehashi.core.notices.fields import CODES, fields_on
from kakehashi.web.desk.drafting.questions import Leaf
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.context import NAMES
from kakehashi.web.parts.fields import Choice

OTHER_TONGUES = {
    "vi": "Tiếng Việt",
    "id": "Bahasa Indonesia",
    "zh": "中文",
    "th": "ไทย",
    "my": "မြန်မာ",
    "ne": "नेपाली",
    "mn": "Монгол",
    "uz": "Oʻzbekcha",
    "ky": "Кыргызча",
    "fa": "فارسی",
    "fr": "Français",
}
SCRIPTS = {
    "Latn": gettext_lazy("Latin"),
    "Khmr": gettext_lazy("Khmer script"),
    "Jpan": gettext_lazy("Japanese script"),
    "Cyrl": gettext_lazy("Cyrillic"),
    "Arab": gettext_lazy("Arabic script"),
    "Thai": gettext_lazy("Thai script"),
    "Mymr": gettext_lazy("Myanmar script"),
    "Deva": gettext_lazy("Devanagari"),
    "Hans": gettext_lazy("Chinese characters"),
}


def choices(profile: Profile, today: date, leaf: Leaf, *values: str) -> list[Choice]:
    """What may be chosen, and beside it what was chosen already; nothing where it is written."""
    offered: list[Choice]
    match leaf.sort:
        case "code":
            offered = [Choice(code.value, said(code.label)) for code in leaf.codes or ()]
        case "yes-no":
            return [Choice("yes", _("Yes")), Choice("no", _("No"))]
        case "language":
            offered = languages()
        case "script":
            offered = [Choice(code, label) for code, label in SCRIPTS.items()]
        case "field":
            offered = list(_fields(today))
        case "office":
            offered = list(_offices(profile))
        case "party":
            offered = [Choice(c, named(p.names)) for c, p in profile.parties.items()]
        case "zone":
            offered = zones(profile)
        case "clause":
            offered = [
                Choice(number, f"{number} {named(clause.title)}")
                for number, clause in profile.clauses.items()
            ]
        case "kind":
            offered = [Choice(k, said(KINDS[k].title)) for k in KINDS if not KINDS[k].automatic]
        case _:
            return []
    known = {choice.value for choice in offered}
    return [*offered, *(Choice(value, value) for value in values if value and value not in known)]


def languages() -> list[Choice]:
    """The languages of texts, each by its own name."""
    return [Choice(code, name) for code, name in (NAMES | OTHER_TONGUES).items()]


def zones(profile: Profile) -> list[Choice]:
    """The time zones of both sides, each by the country whose clock it is."""
    return [Choice(party.time_zone, named(party.names)) for party in profile.parties.values()]


def _fields(today: date) -> Iterator[Choice]:
    standing = fields_on(today)
    for code, known in standing.items():
        yield Choice(code, said(known.name_en))
    for code, every in CODES.items():
        if code not in standing:
            yield Choice(code, said(every[-1].name_en), group=_("No longer a field"))


def _offices(profile: Profile) -> Iterator[Choice]:
    for party in profile.parties.values():
        for places in (party.offices, party.bodies):
            for code, place in places.items():
                yield Choice(code, named(place.names), group=named(party.names))
