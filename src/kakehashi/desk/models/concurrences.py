"""Whose signatories have concurred in a draft that needs it, and how that is known."""

from django.db import models
from django.db.models import Q

from kakehashi.accounts.models import Officer
from kakehashi.desk.models.drafts import Draft


class Concurrence(models.Model):
    """That a signatory concurs in a draft exactly as it stood at `revision`.

    Given by an officer of that office, or by a letter: its file number and date; the scan is
    sealed with the draft under the name `scan`. `recorded_by` entered it.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="concurrences")
    signatory = models.CharField(max_length=100)
    revision = models.PositiveIntegerField()
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    letter_number = models.CharField(max_length=100, blank=True)
    letter_on = models.DateField(null=True)
    scan = models.CharField(max_length=40, blank=True)
    scan_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("draft", "signatory", "revision"), name="desk_one_concurrence_a_signatory"
            ),
            models.CheckConstraint(
                condition=Q(letter_number="", letter_on__isnull=True, scan="", scan_digest="")
                | ~Q(letter_number="")
                & Q(letter_on__isnull=False)
                & ~Q(scan="")
                & ~Q(scan_digest=""),
                name="desk_letters_of_concurrence_are_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.signatory} at {self.revision}"
