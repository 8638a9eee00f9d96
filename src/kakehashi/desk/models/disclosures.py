"""Tables of clause 3: which notices of disclosure name which items, and what this side did alone.

The first two are derived and hold references and days only. What this side decided, was compelled
to or handed over stands in `LocalDisclosure`; to whom and why, sealed in `LocalDisclosurePart`.
"""

from django.db import models
from django.db.models import F, Q

from kakehashi.accounts.models import Officer
from kakehashi.desk.models.derived import DeskEdition


class DisclosureNotice(models.Model):
    """A heeded notice of disclosure, or a letter that stands for one; derived.

    `starts_on` and `ends_on` (the last day) are the days that it names, `issued_at` seconds since
    the epoch.
    """

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(DeskEdition, models.CASCADE, db_index=False, related_name="+")
    jti = models.CharField(max_length=36)
    kind = models.CharField(max_length=100)
    party = models.CharField(max_length=16)
    generation = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField()
    issued_at = models.PositiveBigIntegerField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("edition", "jti"), name="desk_disclosure_notice_once"),
        )
        indexes = (
            models.Index(fields=("edition", "issued_at", "jti"), name="desk_disclosure_latest"),
            models.Index(fields=("edition", "ends_on"), name="desk_disclosure_ending"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.jti}"


class DisclosureItem(models.Model):
    """That a notice of disclosure names an item (a notice's reference); derived."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(DeskEdition, models.CASCADE, db_index=False, related_name="+")
    item = models.CharField(max_length=36)
    jti = models.CharField(max_length=36)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "item", "jti"), name="desk_disclosure_item_once"
            ),
        )
        indexes = (models.Index(fields=("edition", "jti"), name="desk_disclosure_item_of"),)

    def __str__(self) -> str:
        return f"{self.jti} names {self.item}"


class LocalDisclosure(models.Model):
    """What this side did about disclosure by itself: one officer proposes, another confirms.

    `item` is the reference of the notice that it is about. `on` is the day from which it counts;
    `basis` and `clause` say on what a handing over rested, `digest` is the SHA-256 (hex) of the
    file that was handed over.
    """

    class What(models.TextChoices):
        """What was done."""

        DECISION = "own-decision", "own decision"
        COMPULSION = "compulsion", "compelled by law"
        HANDING = "handing-over", "handed over"

    class State(models.TextChoices):
        """Where it is on its way."""

        PROPOSED = "proposed", "proposed"
        CONFIRMED = "confirmed", "confirmed"
        TURNED_DOWN = "turned-down", "turned down"

    public_id = models.UUIDField(unique=True)
    agreement = models.CharField(max_length=100)
    what = models.CharField(max_length=20, choices=What.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    item = models.CharField(max_length=36)
    clause = models.CharField(max_length=24, blank=True)
    basis = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="desk_disclosure_takes_two",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_by__isnull=False),
                name="desk_disclosure_names_who_decided",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "confirmed", "turned-down")),
                name="desk_disclosure_state_exists",
            ),
        )
        indexes = (
            models.Index(fields=("agreement", "item"), name="desk_local_disclosure_item"),
            models.Index(fields=("agreement", "proposed_at"), name="desk_local_disclosure_at"),
            models.Index(
                fields=("agreement", "state", "proposed_at"), name="desk_local_disclosure_wait"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: {self.what} ({self.state})"


class LocalDisclosurePart(models.Model):
    """What a local disclosure says (`content`), or its file (`file`), sealed under its own key."""

    disclosure = models.ForeignKey(LocalDisclosure, models.CASCADE, related_name="parts")
    name = models.CharField(max_length=10)
    sealed = models.BinaryField()
    wrapped = models.BinaryField()
    storage = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("disclosure", "name"), name="desk_one_disclosure_part_a_name"
            ),
        )

    def __str__(self) -> str:
        return f"{self.disclosure_id}: {self.name}"
