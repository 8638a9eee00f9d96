"""Questions read aloud by people: files that a ministry puts into a folder of the home."""

import re
from pathlib import Path
from typing import Final

from kakehashi import node
from kakehashi.core.reporting.steps import Step

HOME: Final = "home"
_PART: Final = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})")
_SOUNDS: Final = {"mp3": "audio/mpeg", "ogg": "audio/ogg", "m4a": "audio/mp4"}


def recording(step: str, lang: str) -> tuple[Path, str] | None:
    """Find the recording of a question in a language, and its media type; None where none is."""
    folder = node.this().identity.intake.recordings
    if folder is None or step not in {HOME, *Step}:
        return None
    for ending, media in _SOUNDS.items():
        file = node.this().home / folder / f"{step}.{lang}.{ending}"
        if file.is_file():
            return file, media
    return None


def part_asked(header: str, size: int) -> range | None:
    """Read which bytes of a file are asked for (RFC 9110, Range); None for the whole of it.

    An iPhone plays no sound from a server that gives no parts.
    """
    asked = _PART.fullmatch(header)
    if asked is None:
        return None
    part = range(int(asked[1]), min(int(asked[2] or size), size - 1) + 1)
    return part or None
