"""What the replay's actors do inside the nodes; they issue through the same door as the desk."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from kakehashi import dispatch, node
from kakehashi.cli.demo.acting import issue
from kakehashi.cli.demo.play import as_example
from kakehashi.core.canonical import encode
from kakehashi.core.heeding import Stage as _Stage  # noqa: F401 - documents where stages come from
from kakehashi.core.life import live
from kakehashi.core.notices.snapshots import contents_digest
from kakehashi.exchange import judging
from kakehashi.exchange.models import Author, Peer
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Entry
from kakehashi.registers.models import Entry as RegisterEntry

OFFICERS = ("drafter", "decider")
INVENTED = {
    "names": [
        {"text": "ក្រុមហ៊ុន ឧទាហរណ៍ប្រឌិត (ប្រឌិត)", "lang": "km", "script": "Khmr"},
        {"text": "Invented Example Co., Ltd. (invented)", "lang": "en", "script": "Latn"},
        {"text": "架空例（架空）", "lang": "ja", "script": "Jpan", "use": "transliterated"},
    ],
}
INVENTED_NUMBER = "KHM999999"
ROLES = {
    "監理団体": ("supporting-organization", "supervising-organization"),
    "実習実施者": ("accepting-organization", "training-implementer"),
    "特定技能所属機関": ("accepting-organization", "accepting-organization"),
}
"""Published role: which organization it stands for in the agreement, and what it is called."""
