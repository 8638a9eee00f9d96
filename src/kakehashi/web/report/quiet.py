"""The log says nothing about who asks the report site for what."""

import logging
from typing import Final

PATH: Final = "/r/"
WRITES: Final = "kakehashi.write_lock"
INTAKE: Final = "/kakehashi/intake/"


class Quiet(logging.Filter):
    """Drops what the framework has to say about a request, and when the intake wrote something."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything else pass."""
        path = getattr(getattr(record, "request", None), "path", "")
        is_write = record.name == WRITES and INTAKE in record.getMessage()
        return not (str(path).startswith(PATH) or is_write)
