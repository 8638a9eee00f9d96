"""The log says nothing about who asks the report site for what, and quotes nothing."""

import logging
import traceback
from typing import Final

from django.db import OperationalError

PATH: Final = "/r/"
WRITES: Final = "kakehashi.write_lock"
INTAKE: Final = "/kakehashi/intake/"
_QUOTED: Final = (OSError, OperationalError)
"""Errors whose own words are logged: of files, lines and the database's state. Others may quote
what they were about, and so what was told in confidence."""


class Quiet(logging.Filter):
    """Drops what the framework has to say about a request, and when the intake wrote something.

    Of an error that is logged, its sort and its places in the code stay, and not its words.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything else pass."""
        path = getattr(getattr(record, "request", None), "path", "")
        is_write = record.name == WRITES and INTAKE in record.getMessage()
        if record.exc_info and (error := record.exc_info[1]) is not None:
            record.exc_info, record.exc_text = None, _told(error)
        return not (str(path).startswith(PATH) or is_write)


def _told(error: BaseException) -> str:
    """Tell of an error, and of those it came of, where it happened and of which sort it is."""
    words = f": {error}" if isinstance(error, _QUOTED) else ""
    own = f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__name__}{words}"
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return own if before is None else f"{_told(before)}\n\n{own}"
