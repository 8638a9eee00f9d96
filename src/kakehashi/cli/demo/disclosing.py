"""A scene of clause 3: one disclosure refused, one consented to, one notified."""

from collections.abc import Sequence
from datetime import date, timedelta

from kakehashi.cli.demo.cast import written
from kakehashi.cli.demo.play import Play

KH, TJ = "jp-kh-2019", "jp-tj-2024"


def disclosures(play: Play) -> None:
    """Japan asks Cambodia twice, and gives Tajikistan notice."""
    day = play.at.date()
    reported = play.say("KH", KH, "intermediary.reported")
    play.cross(KH)
    play.on(day + timedelta(days=2))
    article = written("ja", "保証金についての記事のため", "An article on deposits")
    to_press = _asked(reported, ("press", "The Invented Times"), article)
    refused = play.say("JP", KH, "disclosure.requested", to_press, refers=(reported,))
    inquiry = written("ja", "貸金業者の捜査のため", "To investigate a lender")
    to_police = _asked(reported, ("police", "Osaka Prefectural Police"), inquiry)
    granted = play.say("JP", KH, "disclosure.requested", to_police, refers=(reported,))
    play.cross(KH)
    play.on(day + timedelta(days=6))
    play.say("KH", KH, "disclosure.refused", answers=(refused,))
    consent = _consented(reported, ("police", "Osaka Prefectural Police"), play.at.date())
    play.say("KH", KH, "disclosure.consented", consent, answers=(granted,))
    play.cross(KH)
    _notified(play)


def _notified(play: Play) -> None:
    told = play.say("TJ", TJ, "intermediary.reported")
    play.cross(TJ)
    play.on(play.at.date() + timedelta(days=3))
    notice = {
        **_named(told, ("court", "Nagoya District Court")),
        "purpose": written("ja", "保証金をめぐる民事訴訟のため", "A civil case about a deposit"),
        "not_before_on": (play.at.date() + timedelta(days=7)).isoformat(),
    }
    play.say("JP", TJ, "disclosure.notified", {"confidential": notice}, refers=(told,))
    play.cross(TJ)


def _asked(item: str, whom: Sequence[str], purpose: object) -> dict[str, object]:
    return {"confidential": {**_named(item, whom), "purpose": purpose}}


def _consented(item: str, whom: Sequence[str], day: date) -> dict[str, object]:
    until = day + timedelta(days=180)
    valid = {"from_on": day.isoformat(), "until_on": until.isoformat()}
    return {"confidential": {**_named(item, whom), "valid": valid}}


def _named(item: str, whom: Sequence[str]) -> dict[str, object]:
    kind, name = whom
    names = [{"text": name, "lang": "en", "script": "Latn"}]
    return {
        "items": [{"notice": item, "form": "whole"}],
        "recipients": [{"kind": kind, "names": names, "country": "JP"}],
    }
