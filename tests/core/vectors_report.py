"""A report's code with what is made of it, and a letter to its reporter."""

from typing import Any

from kakehashi.core.package import Unreadable
from kakehashi.core.reporting.code import code_of, way_back
from kakehashi.core.reporting.letter import open_letter, seal_letter
from kakehashi.core.text import b64url

NODE = "kakehashi.kh.example"
CHANCE = bytes(range(1, 10))
CONTENT = '{"story":["គេយកលិខិតឆ្លងដែន"]}'


def report(before: dict[str, Any]) -> dict[str, Any]:
    """Make the vectors; a letter that was sealed before stays where it still opens."""
    way = way_back(CHANCE, node_name=NODE)
    letter = str(before.get("letter", ""))
    try:
        opened = open_letter(letter.encode(), public=way.public, private=way.private)
    except Unreadable:
        opened = b""
    if opened.decode() != CONTENT:
        letter = seal_letter(CONTENT.encode(), to=way.public, kid=way.kid).decode()
    return {
        "about": "A code on a node of this name, what is made of it, and a letter to its reporter.",
        "node": NODE,
        "chance": b64url(CHANCE),
        "code": code_of(CHANCE),
        "way_back": b64url(way.secret),
        "locator": b64url(way.locator),
        "private": b64url(way.private),
        "public": b64url(way.public),
        "kid": way.kid,
        "content": CONTENT,
        "letter": letter,
    }
