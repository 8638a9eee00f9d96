"""The other side's status lists and keys: fetched from where it publishes them, and kept.

A fetch that fails changes nothing of what is kept and holds nothing up; officers see it, with the
age of what is kept.
"""

from contextlib import suppress
from datetime import datetime
from typing import Final

from kakehashi import node
from kakehashi.certificates import keys, lists
from kakehashi.certificates.kept_keys import keep_keys
from kakehashi.certificates.models import Announced
from kakehashi.certificates.queries import certifier
from kakehashi.core.certificate import Keys, Refused
from kakehashi.dispatch.issuing_keys import keys_of
from kakehashi.exchange.actions import clear_alarm, raise_alarm
from kakehashi.exchange.http import Unreachable, fetch_published_keys, fetch_status_list
from kakehashi.exchange.models import Peer
from kakehashi.exchange.parties import peer_under

ALARM: Final = "status-lists"
ROOT: Final = "certificate-root"
NO_KEYS: Final = Keys.of(())
MOST: Final = 999
"""Lists of one issuer; a list has places for some 200,000 certificates."""


def fetch_lists(*, now: datetime) -> None:
    """Fetch what is due under every agreement where another side certifies."""
    for agreement in node.this().agreements:
        party = certifier(agreement, keys.today(agreement, now))
        peer = peer_under(agreement)
        if party is None or peer is None or peer.party != party or not peer.address:
            continue
        trusted = keys_of(agreement, party) if lists.is_fetch_due(agreement, now=now) else NO_KEYS
        if trusted.by_kid:  # before its first key nothing that it signed can be taken
            problem = _fetched(peer, trusted, now)
            _tell(agreement, party, problem, now)
            if not problem:
                _take_keys(peer, trusted, now)


def _fetched(peer: Peer, trusted: Keys, now: datetime) -> str:
    """Keep every list that is newer than ours; gives what went wrong, or nothing.

    Lists are numbered from 1; the first that is not there ends them.
    """
    agreement, party = peer.agreement, peer.party
    try:
        for number in range(1, MOST + 1):
            token = fetch_status_list(peer.address, agreement, party, number)
            if token is None:
                return _missing(agreement, party) if number == 1 else ""
            with suppress(lists.NotNewer):
                lists.keep_list(token, trusted=trusted, now=now)
    except (Unreachable, Refused) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _take_keys(peer: Peer, trusted: Keys, now: datetime) -> None:
    """Keep its file of keys for its root; another than before is for people to speak about."""
    agreement, party = peer.agreement, peer.party
    with suppress(Unreachable):  # asked for again with the lists
        published = fetch_published_keys(peer.address, agreement, party)
        try:
            if published is not None:
                keep_keys(published, issuer=f"{agreement}/{party}", trusted=trusted, now=now)
        except ValueError as error:
            raise_alarm(agreement, ROOT, str(error), now=now)
        else:
            clear_alarm(agreement, ROOT, now=now)


def _missing(agreement: str, party: str) -> str:
    """Say whether lists should be there: nobody who certified nothing yet has any."""
    is_certified = Announced.objects.filter(agreement=agreement, party=party).exists()
    return "status 404" if is_certified else ""


def _tell(agreement: str, party: str, problem: str, now: datetime) -> None:
    lists.note_fetch(agreement, problem, now=now)
    if not problem:
        clear_alarm(agreement, ALARM, now=now)
        return
    issuer = f"{agreement}/{party}"
    newest = lists.newest_kept([issuer]).get(issuer)
    kept = f"{newest:%Y-%m-%d %H:%M} UTC" if newest else "–"
    raise_alarm(agreement, ALARM, f"{problem}; {kept}", now=now)
