"""The log says nothing about who asks the report site for what."""

import logging

PATH = "/r/"


class Quiet(logging.Filter):
    """Drops what the framework has to say about a request to the report site."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything else pass."""
        path = getattr(getattr(record, "request", None), "path", "")
        return not str(path).startswith(PATH)
