"""Dated versions of the standards by which a ministry approves."""

from django.db import models
from django.db.models import F, Q

from kakehashi.accounts.models import Officer


class StandardsVersion(models.Model):
    """A set of standards (`content`, JSON) under an agreement: proposed, then put in force.

    In force from `from_on` once a second officer confirmed it, until a later one is.
    """

    public_id = models.UUIDField(unique=True)
    agreement = models.CharField(max_length=100)
    from_on = models.DateField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="approvals_standards_take_two",
            ),
            models.UniqueConstraint(
                fields=("agreement",),
                condition=Q(confirmed_by__isnull=True),
                name="approvals_one_set_proposed",
            ),
        )
        indexes = (models.Index(fields=("agreement", "from_on"), name="approvals_standards_day"),)

    def __str__(self) -> str:
        return f"{self.agreement} from {self.from_on}"
