"""What officers find by: the searched text of public notices, searches they keep, their digests."""

from django.db import models

from kakehashi.accounts.models import Officer
from kakehashi.desk.models.derived import DeskEdition


class Sought(models.Model):
    """The public text of a notice, folded for searching; what is not public has no row.

    Derived with its edition. `issued_at` in seconds since the epoch.
    """

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(DeskEdition, models.CASCADE, db_index=False, related_name="+")
    party = models.CharField(max_length=16)
    place = models.PositiveBigIntegerField()
    jti = models.CharField(max_length=36)
    kind = models.CharField(max_length=100)
    clause = models.CharField(max_length=30)
    issued_at = models.PositiveBigIntegerField()
    text = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("edition", "party", "place"), name="desk_sought_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.jti}"


class SavedSearch(models.Model):
    """A search that an officer keeps under a name; `asked` is its query string."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    asked = models.CharField(max_length=600)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("officer", "name"), name="desk_saved_search_name"),
        )

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.name}"


class Look(models.Model):
    """When an officer last said that they had seen the morning page."""

    officer = models.OneToOneField(Officer, models.CASCADE, primary_key=True, related_name="+")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.officer_id} at {self.seen_at}"


class Digest(models.Model):
    """That an officer wishes a daily e-mail; `sent_on` is the last day for which one was begun.

    `next_try_at` is when it may be tried again after the mail server refused it.
    """

    officer = models.OneToOneField(Officer, models.CASCADE, primary_key=True, related_name="+")
    wished_at = models.DateTimeField()
    sent_on = models.DateField(null=True)
    next_try_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.officer_id}, sent on {self.sent_on}"
