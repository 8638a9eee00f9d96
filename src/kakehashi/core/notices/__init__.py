"""Every notice that two sides may send, as types: payloads, links, classes, schemas, examples."""

from kakehashi.core.notices.contents import (
    Compartments,
    Content,
    Unknown,
    attachments,
    contents,
    links_of,
    payload_of,
    read,
    statement_of,
    whole,
)
from kakehashi.core.notices.examples import example
from kakehashi.core.notices.kinds import (
    AUTOMATIC_KINDS,
    KIND_FACTS,
    KINDS,
    PROTOCOL_KINDS,
    AnyNotice,
)
from kakehashi.core.notices.notice import Answers, KindFacts, Notice
from kakehashi.core.notices.payload import Classification, Decided, Links, Payload
from kakehashi.core.notices.problems import Problem, problems
from kakehashi.core.notices.schema import schema

__all__ = [
    "AUTOMATIC_KINDS",
    "KINDS",
    "KIND_FACTS",
    "PROTOCOL_KINDS",
    "Answers",
    "AnyNotice",
    "Classification",
    "Compartments",
    "Content",
    "Decided",
    "KindFacts",
    "Links",
    "Notice",
    "Payload",
    "Problem",
    "Unknown",
    "attachments",
    "contents",
    "example",
    "links_of",
    "payload_of",
    "problems",
    "read",
    "schema",
    "statement_of",
    "whole",
]
