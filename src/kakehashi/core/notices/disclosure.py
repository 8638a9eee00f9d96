"""Clause 3: disclosure outside the circle, erasure, a duty declined under domestic law."""

from typing import Annotated

from pydantic import Field

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.notice import CONFIDENTIAL, Answers, Family, Notice
from kakehashi.core.notices.payload import Day, NoticeId, Payload
from kakehashi.core.notices.text import Names, Text
from kakehashi.core.notices.values import (
    Attachments,
    Country,
    Laws,
    LegalBasis,
    Number,
    OfficeId,
    Validity,
)


class ItemForm(Code):
    """In which form something would leave."""

    WHOLE = "whole", "The whole of it"
    PARTS = "parts", "Some parts"
    REDACTED = "redacted", "Redacted"
    SUMMARY = "summary", "A summary"


class Item(Payload):
    """What would leave: a notice, wholly or in part."""

    notice: NoticeId = Field(title="Notice")
    form: ItemForm = Field(title="Form")
    points: tuple[Number, ...] = Field(default=(), max_length=50, title="Points")
    description: Text | None = Field(default=None, title="What exactly")


class RecipientKind(Code):
    """Who would receive it."""

    POLICE = "police", "Police"
    PROSECUTION = "prosecution", "Prosecution"
    COURT = "court", "Court"
    MINISTRY = "ministry", "Another ministry or agency"
    LOCAL = "local-authority", "Prefecture or other local authority"
    ORGANIZATION = "organization", "The organization it is about"
    OTHER_STATE = "third-country", "A third country"
    INTERNATIONAL = "international", "An international organization"
    PERSON = "person", "The person concerned"
    PRESS = "press", "The press or the public"
    OTHER = "other", "Other"


class Recipient(Payload):
    """A body outside the circle; the name is what a consent is about."""

    kind: RecipientKind = Field(title="Kind of recipient")
    body: OfficeId | None = Field(default=None, title="Body in the agreement")
    names: Names = Field(title="Names")
    country: Country = Field(title="Country")


Items = Annotated[tuple[Item, ...], Field(min_length=1, max_length=50, title="What")]
Recipients = Annotated[tuple[Recipient, ...], Field(min_length=1, max_length=20, title="To whom")]


class DisclosureRequest(Payload):
    """What one side would like to disclose, to whom, and why."""

    items: Items
    recipients: Recipients
    purpose: Text = Field(title="Purpose")
    legal_basis: Laws = Field(default=(), title="Legal basis")
    safeguards: Text | None = Field(default=None, title="How it would be protected")
    wanted_by_on: Day | None = Field(default=None, title="Answer wanted by")
    attachments: Attachments = Field(default=(), title="Files")


class DisclosureRequested(Notice):
    """Clause KH 3."""

    kind = "disclosure.requested"
    title = "Disclosure requested"
    description = "Consent is asked for: which items, to whom, what for."
    family = Family.DISCLOSURE
    classes = (CONFIDENTIAL,)

    confidential: DisclosureRequest = Field(title="Request")


class Consent(Payload):
    """Consent that names item and recipient; nothing else may leave under it."""

    items: Items
    recipients: Recipients
    valid: Validity = Field(title="Valid")
    once: bool = Field(default=False, title="For one disclosure only")
    conditions: tuple[Text, ...] = Field(default=(), max_length=20, title="Conditions")
    attachments: Attachments = Field(default=(), title="Files")


class DisclosureConsented(Notice):
    """Clause KH 3."""

    kind = "disclosure.consented"
    title = "Disclosure consented"
    description = "Written consent for the items and the recipients named."
    family = Family.DISCLOSURE
    classes = (CONFIDENTIAL,)
    answers = Answers(allowed=("disclosure.requested",))

    confidential: Consent = Field(title="Consent")


class RefusedWhy(Code):
    """Why consent, or erasure, is refused."""

    INVESTIGATION = "investigation", "It would harm an investigation"
    PERSONS = "persons", "It would harm persons"
    SOURCE = "source", "It would show the source"
    LAW = "law", "Domestic law"
    PURPOSE = "purpose", "Not for this purpose"
    SAFEGUARDS = "safeguards", "Not protected enough there"
    RECORDS = "records", "The law demands that it is kept"
    OTHER = "other", "Other"


class Refusal(Payload):
    """A refusal with its reason."""

    why: RefusedWhy = Field(title="Reason")
    legal_basis: Laws = Field(default=(), title="Legal basis")
    explanation: Text | None = Field(default=None, title="In words")


class DisclosureRefused(Notice):
    """Clause KH 3."""

    kind = "disclosure.refused"
    title = "Disclosure refused"
    description = "Consent is not given; why."
    family = Family.DISCLOSURE
    classes = (CONFIDENTIAL,)
    answers = Answers(required=("disclosure.requested",))

    confidential: Refusal = Field(title="Refusal")


class ConsentWithdrawal(Payload):
    """From when a consent no longer holds."""

    from_on: Day = Field(title="From")
    recipients: tuple[Recipient, ...] = Field(
        default=(), max_length=20, title="Only for", description="None: for all recipients."
    )
    explanation: Text | None = Field(default=None, title="Reason")
    asked_back: bool = Field(default=False, title="What was disclosed is to be asked back")


class DisclosureConsentWithdrawn(Notice):
    """Clause KH 3."""

    kind = "disclosure.consent-withdrawn"
    title = "Consent to disclosure withdrawn"
    description = "Nothing more may leave under the consent named."
    family = Family.DISCLOSURE
    classes = (CONFIDENTIAL,)
    refers = Answers(required=("disclosure.consented",), any_kind=True)

    confidential: ConsentWithdrawal = Field(title="Withdrawal")


class DisclosureNotice(Payload):
    """Written notice before something is disclosed to third parties."""

    items: Items
    recipients: Recipients
    purpose: Text = Field(title="Purpose")
    legal_basis: Laws = Field(default=(), title="Legal basis")
    not_before_on: Day = Field(
        title="Not before", description="And never before this notice was received."
    )
    until_on: Day | None = Field(default=None, title="Until")
    safeguards: Text | None = Field(default=None, title="How it will be protected")


class DisclosureNotified(Notice):
    """Clause TJ 3."""

    kind = "disclosure.notified"
    title = "Disclosure notified"
    description = "Written notice: which items go to which third parties, what for."
    family = Family.DISCLOSURE
    classes = (CONFIDENTIAL,)

    confidential: DisclosureNotice = Field(title="Notice")


class Compulsion(Payload):
    """A disclosure that the law compelled."""

    items: Items
    authority: Recipient = Field(title="Authority")
    law: LegalBasis = Field(title="Law")
    order: Text | None = Field(default=None, title="Order")
    ordered_on: Day | None = Field(default=None, title="Ordered on")
    disclosed_on: Day | None = Field(default=None, title="Disclosed on")
    objected: Text | None = Field(default=None, title="What was done against it")


class DisclosureCompelled(Notice):
    """Clause 3 of both: within the laws of each country."""

    kind = "disclosure.compelled"
    title = "Disclosure compelled"
    description = "The law compels disclosure; the other side is told unless that is forbidden."
    family = Family.DISCLOSURE
    classes = (CONFIDENTIAL,)

    confidential: Compulsion = Field(title="Compelled disclosure")


class ErasureWhy(Code):
    """Why something is to be erased."""

    RETENTION = "retention", "Its retention ended"
    LAW = "law", "The law demands it"
    PERSON = "person", "The person concerned demands it"
    MISTAKE = "mistake", "It should never have been sent"
    COURT = "court", "A court ordered it"
    OTHER = "other", "Other"


class ErasedItem(Payload):
    """A part of a notice."""

    notice: NoticeId = Field(title="Notice")
    parts: tuple[Annotated[int, Field(strict=True, ge=0, lt=64)], ...] = Field(
        default=(), max_length=64, title="Parts", description="None: all its confidential parts."
    )


ErasedItems = Annotated[tuple[ErasedItem, ...], Field(min_length=1, max_length=100, title="What")]


class ErasureRequest(Payload):
    """What is to be erased, and why."""

    items: ErasedItems
    why: ErasureWhy = Field(title="Reason")
    legal_basis: Laws = Field(default=(), title="Legal basis")
    explanation: Text | None = Field(default=None, title="In words")
    by_on: Day | None = Field(default=None, title="By")


class ErasureRequested(Notice):
    """Clause 3 of both."""

    kind = "erasure.requested"
    title = "Erasure requested"
    description = "The other side is asked to erase confidential parts."
    family = Family.DISCLOSURE
    classes = (CONFIDENTIAL,)

    confidential: ErasureRequest = Field(title="Request")


class ErasureReport(Payload):
    """What was erased; backups follow within 31 days."""

    items: ErasedItems
    live_on: Day = Field(title="Erased on")
    copies_on: Day = Field(title="Gone from backups on or before")
    remarks: Text | None = Field(default=None, title="Remarks")


class ErasureDone(Notice):
    """Clause 3 of both."""

    kind = "erasure.done"
    title = "Erasure done"
    description = "What was erased, and when the last copies go."
    family = Family.DISCLOSURE
    classes = (CONFIDENTIAL,)
    answers = Answers(allowed=("erasure.requested",))

    confidential: ErasureReport = Field(title="Erasure")


class ErasureRefused(Notice):
    """Clause 3 of both."""

    kind = "erasure.refused"
    title = "Erasure refused"
    description = "It is not erased; why."
    family = Family.DISCLOSURE
    classes = (CONFIDENTIAL,)
    answers = Answers(required=("erasure.requested",))

    confidential: Refusal = Field(title="Refusal")
