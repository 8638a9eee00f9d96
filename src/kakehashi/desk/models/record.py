"""Who did what, by line: read from the node's own record, which alone counts."""

from django.db import models

from kakehashi.journal.models import Journal


class RecordLine(models.Model):
    """One act of the own record, or one of the readings that an entry gathers.

    `officer_id` is None where nobody signed in did it (a command, the node itself); `thing` names
    what it was done to by its public id and says nothing of what is in it.
    """

    pk = models.CompositePrimaryKey("journal", "index", "position")
    journal = models.ForeignKey(Journal, models.PROTECT, db_index=False, related_name="+")
    index = models.PositiveBigIntegerField()
    position = models.PositiveIntegerField()
    act = models.CharField(max_length=100)
    officer_id = models.BigIntegerField(null=True)
    agreement = models.CharField(max_length=100, blank=True)
    thing = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(
                fields=("journal", "officer_id", "index", "position"), name="record_line_officer"
            ),
            models.Index(fields=("journal", "act", "index", "position"), name="record_line_act"),
            models.Index(
                fields=("journal", "thing", "index", "position"), name="record_line_thing"
            ),
            models.Index(fields=("journal", "at"), name="record_line_day"),
        )

    def __str__(self) -> str:
        return f"{self.journal_id}#{self.index}.{self.position}: {self.act}"
