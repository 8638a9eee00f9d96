"""Drafts under way to an issued notice, and who has read what.

What a draft says may be confidential: it stands only in `DraftContent`, sealed under a key of its
own in `DraftKey`. A draft's columns say no more than the envelope of its notice will.
"""

from django.db import models
from django.db.models import F, Q

from kakehashi.accounts.models import Officer
from kakehashi.journal.models import Journal


class State(models.TextChoices):
    """Where a draft is on its way."""

    OPEN = "open", "open"
    SUBMITTED = "submitted", "submitted"
    ISSUED = "issued", "issued"


class Draft(models.Model):
    """A notice being prepared: written by one officer, signed off by another.

    `classification` is the highest class of what it holds, which says who may open it. `revision`
    counts the changes, so that a change made on top of an older state is noticed. `is_sent_back`
    says that it returned from sign-off; the reason stands in its sealed content. `generation` and
    `seq` are its notice's place in our journal once it is issued. `paused` is the pause that last
    kept it from being signed off.
    """

    public_id = models.UUIDField(unique=True)
    agreement = models.CharField(max_length=100)
    kind = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    classification = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    revision = models.PositiveIntegerField(default=0)
    is_sent_back = models.BooleanField(default=False)
    drafted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    generation = models.PositiveIntegerField(null=True)
    seq = models.PositiveBigIntegerField(null=True)
    jti = models.CharField(max_length=36, blank=True)
    paused = models.ForeignKey("Pause", models.SET_NULL, null=True, related_name="drafts")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("drafted_by")),
                name="desk_nobody_signs_their_own_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ISSUED)
                | Q(signed_by__isnull=False, signed_at__isnull=False, seq__isnull=False),
                name="desk_issued_drafts_name_who_signed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="desk_draft_state_is_one_that_exists"
            ),
        )
        indexes = (
            models.Index(fields=("agreement", "state", "changed_at"), name="desk_draft_waiting"),
            models.Index(fields=("drafted_by", "state", "changed_at"), name="desk_draft_mine"),
            models.Index(fields=("signed_by", "signed_at"), name="desk_draft_signed"),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: {self.kind} ({self.state})"


class TakenOver(models.Model):
    """That a deputy took an open draft over from an officer who was away."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="taken_over")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.draft_id} from {self.officer_id}"


class Pause(models.Model):
    """That an officer signed off unusually much; a further notice waits until another released it.

    `most` within `hours` is the threshold that was reached.
    """

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    agreement = models.CharField(max_length=100)
    most = models.PositiveIntegerField()
    hours = models.PositiveIntegerField()
    reached_at = models.DateTimeField()
    released_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("officer")),
                name="desk_pause_is_released_by_another",
            ),
            models.UniqueConstraint(
                fields=("officer",), condition=Q(released_at=None), name="desk_one_pause_an_officer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.officer_id} at {self.reached_at}"


class DraftContent(models.Model):
    """One sealed thing of a draft: `content`, or a file under a random name."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="contents")
    name = models.CharField(max_length=40)
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("draft", "name"), name="desk_one_content_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.name}"


class DraftKey(models.Model):
    """The wrapped key of one sealed thing; without this row nobody reads it any more."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="keys")
    name = models.CharField(max_length=40)
    wrapped = models.BinaryField()
    storage = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("draft", "name"), name="desk_one_key_a_name"),
        )

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.name}"


class ReadMark(models.Model):
    """That an officer has opened a notice, and when first."""

    pk = models.CompositePrimaryKey("journal", "index", "officer")
    journal = models.ForeignKey(Journal, models.PROTECT, db_index=False, related_name="+")
    index = models.PositiveBigIntegerField()
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    first_read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.journal_id}#{self.index} read by {self.officer_id}"


class ConfidentialReading(models.Model):
    """A reading of something confidential that is not yet in the node's own record."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    what = models.CharField(max_length=300)
    read_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.what}"
