"""That what one side informed the other of was made public, or why not."""

from pydantic import Field

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.notice import PUBLIC, Answers, Family, Notice
from kakehashi.core.notices.payload import Payload
from kakehashi.core.notices.text import Text
from kakehashi.core.notices.values import Count, Instant, Laws, WebAddress

PUBLISHABLE = (
    "sending-organization.approved",
    "sending-organization.amended",
    "sending-organization.revoked",
    "sending-organization.suspended",
    "sending-organization.resumed",
    "sending-organization.list-shared",
    "accepting-organization.measure-ordered",
    "accepting-organization.measure-lifted",
    "supporting-organization.list-shared",
    "acceptance.suspended",
    "acceptance.resumed",
    "information.shared",
    "notice.corrected",
    "notice.withdrawn",
)
"""The kinds whose public part the other side may publish."""


class Publication(Payload):
    """Where and when it was made public."""

    published_at: Instant = Field(
        title="Published at", description="Seconds since 1970-01-01T00:00:00Z."
    )
    url: WebAddress | None = Field(default=None, title="Where")
    rows: Count | None = Field(default=None, title="Rows", description="For a list.")


class PublicationConfirmed(Notice):
    """Clauses KH 5(1), 5(6), 6(2), 6(3); TJ 7 2), 7 5), 6 1), 6 2)."""

    kind = "publication.confirmed"
    title = "Publication confirmed"
    description = "It stands on this side's public pages. Sent by the node itself."
    family = Family.MEASURES
    classes = (PUBLIC,)
    automatic = True
    answers = Answers(required=PUBLISHABLE)

    public: Publication = Field(title="Publication")


class WithheldWhy(Code):
    """Why something is not published."""

    PERSONAL = "personal-data", "Protection of personal data"
    COURT = "court", "A court forbids it"
    LAW = "law", "Another law"
    MISTAKE = "mistake-suspected", "It seems mistaken; the author was asked"
    OTHER = "other", "Other"


class Withholding(Payload):
    """The law and the reason why it is not published, or only in part."""

    why: WithheldWhy = Field(title="Reason")
    legal_basis: Laws = Field(min_length=1, title="Law")
    explanation: Text | None = Field(default=None, title="In words")
    partly: bool = Field(default=False, title="Only a part is withheld")


class PublicationWithheld(Notice):
    """The clauses of `publication.confirmed`, within the laws of each country (clause 3)."""

    kind = "publication.withheld"
    title = "Publication withheld"
    description = "It is not published: the law and the reason."
    family = Family.MEASURES
    classes = (PUBLIC,)
    answers = Answers(required=PUBLISHABLE)

    public: Withholding = Field(title="Reason")
