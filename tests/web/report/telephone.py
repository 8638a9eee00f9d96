"""A browser on a reporter's telephone: what it opens and what it sends."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client


@dataclass
class Phone:
    """A browser on a telephone, in Khmer."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    lang: str = "km"

    def go(self, path: str = "") -> str:
        """Open a page; give what it says."""
        return self.read(self.client.get(f"/r/{self.lang}/{path}"))

    def send(self, path: str, fields: Mapping[str, object] | None = None) -> str:
        """Send a form; give the address to which it leads, or what is said instead."""
        answered = self.client.post(f"/r/{self.lang}/{path}", fields or {})
        if answered.status_code == 303:
            return str(answered["Location"])
        return self.read(answered)

    def begin(self) -> str:
        """Begin a report; give its code."""
        page = self.go()
        seed = page.split('name="seed" value="')[1].split('"')[0]
        assert self.send("begin/", {"seed": seed}).endswith("/code/")
        return "-".join(
            part.split("<")[0] for part in self.go("code/").split('translate="no">')[1:]
        )

    @staticmethod
    def read(answered: Any) -> str:
        """Read a page, whether it came compressed or not."""
        content: bytes = answered.content
        if answered.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return content.decode()
