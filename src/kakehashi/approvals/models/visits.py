"""Visits on site: while an application is examined, and to an organization that is approved."""

from django.db import models

from kakehashi.accounts.models import Officer
from kakehashi.approvals.models.applications import Application


class Visit(models.Model):
    """A visit that is planned, then done or called off; what was found stands sealed.

    It belongs to an application under examination, or to an approved organization by its number.
    `found_wanting` says that something was found which is to be put right.
    """

    class State(models.TextChoices):
        """How far a visit is."""

        PLANNED = "planned"
        DONE = "done"
        CALLED_OFF = "called-off"

    public_id = models.UUIDField(unique=True)
    agreement = models.CharField(max_length=100)
    application = models.ForeignKey(Application, models.CASCADE, null=True, related_name="visits")
    number = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    planned_on = models.DateField()
    planned_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    done_on = models.DateField(null=True)
    ended_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    found_wanting = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(application__isnull=False) ^ ~models.Q(number=""),
                name="approvals_visit_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(done_on__isnull=False),
                name="approvals_visits_done_have_their_day",
            ),
        )
        indexes = (
            models.Index(fields=("agreement", "state", "planned_on"), name="approvals_visit_due"),
            models.Index(fields=("agreement", "number"), name="approvals_visit_number"),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: visit on {self.planned_on} ({self.state})"
