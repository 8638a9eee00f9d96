"""Letters on paper for tests: registered, confirmed, received."""

from datetime import date
from typing import Any

from kakehashi.core.heard import Heard
from tests.registers import make

SCAN = {
    "number": 1,
    "file_name": "letter.pdf",
    "media_type": "application/pdf",
    "length": 5,
    "digest": "0" * 64,
}


def letter(
    seq: int,
    meant: Heard,
    *,
    party: str = "KH",
    direction: str = "sent",
    dated: date = date(2019, 7, 1),
    **more: Any,
) -> Heard:
    """A public letter that stands for what `meant` says."""
    assert meant.public is not None
    content = meant.public.model_dump(mode="json", exclude_none=True)
    body = {"names": make.names("A ministry")}
    public = {
        "file_number": f"No. {seq}",
        "headline": {"lang": "en", "text": "A letter"},
        "sender": body,
        "addressee": body,
        "scan": SCAN,
        "content": {"kind": meant.kind, "version": 1, "content": content},
    }
    statement = {
        "stands_for": meant.kind,
        "direction": direction,
        "dated_on": dated,
        "received_on": date(2019, 7, 9),
    }
    return make.heard(
        "letter.registered", seq, party=party, public=public, statement=statement, **more
    )


def confirmed(seq: int, of: Heard, *, party: str = "JP", outcome: str = "confirmed") -> Heard:
    """The other side's answer to a letter."""
    said = {"outcome": outcome}
    return make.heard("letter.confirmed", seq, party=party, statement=said, answers=(of.jti,))


def received(seq: int, *, party: str = "KH", size: int = 10) -> Heard:
    """A receipt for the counterpart's entries."""
    other = "JP" if party == "KH" else "KH"
    said = {
        "journal": f"node.example/{make.AGREEMENT}/{other}/1",
        "held": [{"size": size, "held_at": make.START}],
        "root": "A" * 43,
    }
    return make.heard("entries.received", seq, party=party, statement=said)
