"""The counterpart's keys change: the new ones serve as soon as its change is held."""

from datetime import UTC, datetime

import pytest

from kakehashi import dispatch
from kakehashi.core.answer import Answer
from kakehashi.core.envelope import Decider
from kakehashi.core.keys import Algorithm, Role, public_key, thumbprint
from kakehashi.core.sealing import recipient_of
from kakehashi.core.text import b64url
from kakehashi.dispatch.verifying import verify_agreement
from kakehashi.journal import queries as journals
from tests.core.authors import AGREEMENT, Author, Keys
from tests.exchange import counterpart
from tests.exchange.counterpart import NOW, alarms, answer_of, ask, post, pull
from tests.two_nodes.outgoing import information

pytestmark = pytest.mark.django_db

NOTHING = Answer(1, 0)


def changed(author: Author, role: Role) -> Keys:
    """Let the counterpart change a key and our node hold that; give the keys before."""
    before = author.keys[role]
    author.change_keys("next", role, by=Decider("dem", "administers"))
    arrived(author)
    return before


def arrived(author: Author) -> None:
    """Let our node hold and judge all that the counterpart wrote."""
    held = journals.journal(AGREEMENT, author.party)
    assert post(author.package(held.size if held else 0))[0] == 200
    dispatch.catch_up(AGREEMENT, now=NOW)


def issued(text: str) -> None:
    dispatch.issue([information("JP", text)], agreement=AGREEMENT, now=NOW)


def asked(author: Author, *, keys: Keys | None = None) -> tuple[int, bytes]:
    return ask(pull(author, answer_of(author), at=datetime.now(UTC), keys=keys))


def test_packages_are_sealed_to_the_receiving_key_in_force(cambodia: Author) -> None:
    changed(cambodia, Role.RECEIVING)
    status, body = ask(pull(cambodia, NOTHING, at=datetime.now(UTC)))
    assert (status, recipient_of(body)) == (
        200,
        thumbprint(Keys("next").raw(Role.RECEIVING), Algorithm.X25519),
    )


def test_a_request_is_read_by_the_envelope_key_in_force_or_one_before_it(cambodia: Author) -> None:
    before = changed(cambodia, Role.ENVELOPE)
    assert asked(cambodia)[0] == 204
    assert asked(cambodia, keys=before)[0] == 204
    assert asked(cambodia, keys=Keys("forged"))[0] == 400


def test_the_mirror_key_before_serves_until_the_new_one_was_used(cambodia: Author) -> None:
    changed(cambodia, Role.MIRROR)
    new = cambodia.keys[Role.MIRROR]
    issued("first")
    cambodia.keys[Role.MIRROR] = Keys(cambodia.word)
    assert asked(cambodia)[0] == 204
    issued("second")
    cambodia.keys[Role.MIRROR] = new
    assert asked(cambodia)[0] == 204
    issued("third")
    cambodia.keys[Role.MIRROR] = Keys(cambodia.word)
    assert asked(cambodia)[0] == 400
    assert alarms() == {"false-answer"}
    assert journals.cosigned_size(counterpart.ours()) == counterpart.ours().size - 1


def test_what_an_earlier_mirror_key_cosigned_stays_cosigned(cambodia: Author) -> None:
    arrived(cambodia)
    issued("before the change")
    assert asked(cambodia)[0] == 204
    changed(cambodia, Role.MIRROR)
    assert [
        found.code for found in verify_agreement(AGREEMENT) if found.code == "cosignature"
    ] == []


def test_a_change_to_a_key_that_may_not_be_pinned_changes_nothing(cambodia: Author) -> None:
    weak = {"alg": Algorithm.ED25519, "role": Role.MIRROR, "x": b64url(bytes(32))}
    said = {"certificate_keys": [], "keys": [weak], "why": "regular"}
    cambodia.say("keys.changed", said, by=Decider("dem", "administers"))
    assert post(cambodia.package())[0] == 200
    pinned = public_key(Role.MIRROR, cambodia.keys[Role.MIRROR].raw(Role.MIRROR))
    assert counterpart.peer().key(Role.MIRROR) == pinned
