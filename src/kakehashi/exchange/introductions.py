"""How two nodes come to know each other: a card with name and keys, and words to compare."""

from dataclasses import dataclass

from pydantic import ValidationError

from kakehashi import node
from kakehashi.core.canonical import NotCanonical, decode, encode
from kakehashi.core.keys import ALGORITHM_OF, PublicKey, fingerprint, words
from kakehashi.exchange import own_keys


class CardRefused(ValueError):
    """A card that is none of ours, or offers a key that may not be pinned; says which."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a node tells of itself under one agreement."""

    agreement: str
    party: str
    name: str
    address: str
    keys: tuple[PublicKey, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The eight words that two people compare over another channel."""
        return words(fingerprint(f"{self.name}/{self.agreement}/{self.party}", self.keys))


def our_card(agreement: str, *, address: str) -> Card:
    """Give our own card under an agreement."""
    this = node.this()
    return Card(agreement, this.party, this.name, address, own_keys.public_now(agreement))


def write_card(card: Card) -> bytes:
    """Write a card as canonical JSON."""
    return encode(
        {
            "address": card.address,
            "agreement": card.agreement,
            "keys": [key.model_dump(mode="json") for key in card.keys],
            "name": card.name,
            "party": card.party,
        }
    )


def read_card(data: bytes) -> Card:
    """Read a card.

    Raises:
        CardRefused: it is no card, not of a counterpart of ours, or a key may not be pinned.

    """
    try:
        said = decode(data.strip())
        if not isinstance(said, dict):
            raise CardRefused("not a card")
        keys = tuple(PublicKey.model_validate(key) for key in said.pop("keys"))
        card = Card(keys=keys, **{name: str(value) for name, value in said.items()})
    except (NotCanonical, ValidationError, KeyError, TypeError) as error:
        raise CardRefused("not a card") from error
    if card.agreement not in node.this().agreements:
        raise CardRefused(f"we are no party to {card.agreement}")
    if card.party != node.profile(card.agreement).counterpart(node.this().party).code:
        raise CardRefused(f"{card.party} is not our counterpart under {card.agreement}")
    if sorted(key.role for key in keys) != sorted(ALGORITHM_OF):
        raise CardRefused("not one key of each role")
    for key in keys:
        if not key.is_acceptable():
            raise CardRefused(f"the {key.role} key may not be pinned")
    return card
