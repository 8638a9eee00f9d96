"""Drafts that clause 3 calls for, begun with the item and the recipient already in place."""

from collections.abc import Sequence
from datetime import date

from kakehashi import node
from kakehashi.core.disclosing import PUBLIC
from kakehashi.core.disclosure import Recipient, Whom
from kakehashi.core.notices import disclosure as said
from kakehashi.core.notices.disclosure import ItemForm, RecipientKind
from kakehashi.core.notices.payload import Classification, Payload
from kakehashi.core.notices.text import Name
from kakehashi.core.notices.values import Validity
from kakehashi.core.scripts import language_of, script_of
from kakehashi.web.desk.drafting.answers import opened_row
from kakehashi.web.desk.drafting.filling import Filled, filled_partly
from kakehashi.web.desk.drafting.questions import questions_of
from kakehashi.web.desk.speech import named


def begun(
    kind: str,
    *,
    agreement: str,
    item: str,
    to: Recipient,
    sort: str,
    form: ItemForm,
    points: tuple[int, ...],
) -> Filled:
    """Fill in what is known of a request, a notice or a compelled disclosure."""
    whom = as_named(agreement, to, sort)
    given: dict[str, object] = {"items": (said.Item(notice=item, form=form, points=points),)}
    given |= {"authority": whom} if kind == "disclosure.compelled" else {"recipients": (whom,)}
    return {"links.refers": [item]} | filled_partly(kind, "confidential", given)


def answering(kind: str, asked: Payload | None, *, jti: str, today: date) -> Filled:
    """Fill in an answer to a request for consent, or a withdrawal of a consent, from what it says.

    What was asked is consented to as it was asked: what is to be left out is taken away.
    """
    given: dict[str, object]
    match kind, asked:
        case "disclosure.consented", said.DisclosureRequest(items=items, recipients=whom):
            given = {"items": items, "recipients": whom, "valid": Validity(from_on=today)}
            links = {"links.answers": [jti]}
        case "disclosure.consent-withdrawn", said.Consent(recipients=whom):
            given = {"from_on": today, "recipients": whom}
            links = {"links.refers": [jti]}
        case _:
            return {"links.answers": [jti]}
    return links | filled_partly(kind, "confidential", given)


def letter_of(stands_for: str, *, jti: str, is_ours: bool) -> Filled:
    """Fill in the registration of the letter that goes with a notice of disclosure."""
    letter = questions_of("letter.registered")["confidential"]
    begun = opened_row(letter, "confidential.0", 1)
    return {name: [value] for name, value in begun} | {
        "links.answers": [jti],
        "statement.stands_for": [stands_for],
        "statement.direction": ["sent" if is_ours else "received"],
        "envelope.class": [Classification.CONFIDENTIAL.value],
    }


def as_named(agreement: str, to: Recipient, sort: str) -> said.Recipient:
    """Name a recipient as notices do."""
    profile, this = node.profile(agreement), node.this()
    party = profile.parties.get(to.party or "")
    if to.whom is Whom.BODY and party and to.name and to.name in party.bodies:
        names, code = party.bodies[to.name].names, party.code
        return _named(RecipientKind.MINISTRY, to.name, [named(names)], code)
    if to.whom is Whom.AGREEMENT and to.name and to.name in this.agreements:
        other = node.profile(to.name).counterpart(this.party)
        return _named(RecipientKind.OTHER_STATE, to.name, [named(other.names)], other.code)
    kind = RecipientKind(sort) if sort else RecipientKind.OTHER
    if to.whom is Whom.PUBLIC:
        return _named(RecipientKind.PRESS, PUBLIC, ["The public"], this.party)
    return _named(kind, None, [to.name or ""], to.country or this.party)


def _named(
    kind: RecipientKind, body: str | None, names: Sequence[str], country: str
) -> said.Recipient:
    written = tuple(
        Name(text=name, lang=language_of(name), script=script_of(name)) for name in names
    )
    return said.Recipient(kind=kind, body=body, names=written, country=country)
