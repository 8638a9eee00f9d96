"""What both sides announced of certificates, and how far our own record was told."""

from typing import Final

from django.db import models

from kakehashi.certificates.models.certificates import NUMBER, State

PUBLIC_ID: Final = 36


class Announced(models.Model):
    """A certificate, or a void number, as a side's heeded notices announced it (`jti`).

    `by` is the notice that gave it its present state, from `since_on` on.
    """

    agreement = models.CharField(max_length=100)
    party = models.CharField(max_length=16)
    number = models.CharField(max_length=NUMBER)
    state = models.CharField(max_length=10, choices=State.choices)
    since_on = models.DateField()
    by = models.CharField(max_length=PUBLIC_ID, blank=True, default="")
    why = models.CharField(max_length=20, blank=True)
    commitment = models.CharField(max_length=43, blank=True)
    organization = models.CharField(max_length=100, blank=True)
    field = models.CharField(max_length=64, blank=True)
    route = models.CharField(max_length=30, blank=True)
    issued_on = models.DateField()
    valid_until_on = models.DateField(null=True)
    jti = models.CharField(max_length=PUBLIC_ID)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "party", "number"), name="certificates_announced_once"
            ),
        )
        indexes = (models.Index(fields=("agreement", "party", "by"), name="certificates_said_by"),)

    def __str__(self) -> str:
        return f"{self.party} {self.number} ({self.state})"


class AnnouncedMark(models.Model):
    """How far a side's journal was read into `Announced`."""

    agreement = models.CharField(max_length=100)
    party = models.CharField(max_length=16)
    generation = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "party"), name="certificates_mark_a_journal"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement} {self.party} {self.generation}/{self.size}"


class Announcing(models.Model):
    """How far our own record was told to the counterpart of an agreement, and what it came to."""

    agreement = models.CharField(max_length=100, unique=True)
    size = models.PositiveBigIntegerField(default=0)
    approved = models.PositiveBigIntegerField(default=0)
    withdrawn = models.PositiveBigIntegerField(default=0)
    issued = models.PositiveBigIntegerField(default=0)
    compared_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.agreement} {self.size}"


class Suspension(models.Model):
    """The notice of ours by which a certificate is suspended, to be withdrawn when it ends."""

    agreement = models.CharField(max_length=100)
    number = models.CharField(max_length=NUMBER)
    jti = models.CharField(max_length=PUBLIC_ID)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "number"), name="certificates_one_suspension_a_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.jti}"


class Difference(models.Model):
    """Where the register of certificates and the acts disagreed; announced once it stands here.

    `jti` is the notice that told the counterpart; empty until then.
    """

    agreement = models.CharField(max_length=100)
    number = models.CharField(max_length=NUMBER)
    difference = models.CharField(max_length=20)
    found_on = models.DateField()
    jti = models.CharField(max_length=PUBLIC_ID, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "number", "difference"), name="certificates_difference_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.difference}"
