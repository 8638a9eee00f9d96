"""Standings as they read once a notice behind them was corrected or withdrawn."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from kakehashi.core.standing import (
    Content,
    Key,
    Phase,
    Register,
    Said,
    Standing,
    Status,
    Step,
    What,
    day_in,
    fold,
)

_MENDS: Final = frozenset({What.CORRECTED, What.WITHDRAWN})


def fold_again(
    steps: Iterable[Step],
    *,
    withdrawn: Collection[str],
    corrected: Mapping[str, Content],
    mended: Said,
) -> dict[Key, Standing]:
    """Fold steps anew after a notice among them was mended.

    `withdrawn` are the notices that no longer count, `corrected` the contents that replace those
    of others. An entry of which nothing counts any more stays, as withdrawn.
    """
    said = [step for step in steps if step.what not in _MENDS]
    counting = [
        restated
        for step in said
        if step.said.jti not in withdrawn
        and (restated := _restated(step, corrected.get(step.said.jti)))
    ]
    standings = fold(counting)
    for key, standing in fold(said).items():
        if key not in standings:
            phase = Phase(Status.WITHDRAWN, mended.on, None, mended.place)
            standings[key] = replace(standing, phases=(phase,))
    return {
        key: replace(standing, jti=mended.jti, place=mended.place)
        for key, standing in standings.items()
    }


def _restated(step: Step, now: Content | None) -> Step | None:
    """Give a step as its notice now reads; None where it is about another organization now."""
    if now is None:
        return step
    if step.register is Register.SENDING and now.get("number") != step.number:
        return None
    if step.register is Register.SUSPENSIONS:
        return _restated_channel(step, now)
    return replace(step, content=now, until_on=day_in(now.get("until_on")) or _period_end(now))


def _restated_channel(step: Step, now: Content) -> Step | None:
    channels = now.get("channels")
    for day in channels if isinstance(channels, list) else ():
        if day["channel"] == step.content["channel"]:
            rest = {name: value for name, value in now.items() if name != "channels"}
            content = {**rest, "channel": day["channel"]}
            return replace(step, content=content, from_on=day_in(day["from_on"]))
    return None


def _period_end(content: Content) -> date | None:
    period = content.get("period")
    return day_in(period.get("until_on")) if isinstance(period, Mapping) else None
