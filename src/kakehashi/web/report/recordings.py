"""Questions read aloud by people: files that a ministry puts into a folder of the home."""

from pathlib import Path
from typing import Final

from kakehashi import node
from kakehashi.core.reporting.steps import Step

HOME: Final = "home"
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
