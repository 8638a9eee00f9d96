"""The ledger of duties as it is kept: facts as lines, receipts, rows, and counts by month.

All of it is derived from both journals, edition by edition, except what a side did at home, which
stands in its own record first. Nothing confidential is here: codes, dates and references only.
"""

from django.db import models
from django.db.models import Q

from kakehashi.desk.models.derived import DeskEdition


class DutyLine(models.Model):
    """One fact about duties, as `core.fact_lines` writes it."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(DeskEdition, models.CASCADE, db_index=False, related_name="+")
    what = models.CharField(max_length=10)
    about = models.CharField(max_length=43)
    by = models.CharField(max_length=36, blank=True)
    duty = models.CharField(max_length=60, blank=True)
    on = models.DateField(null=True)
    text = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=("edition", "about", "what"), name="desk_duty_line_about"),
            models.Index(fields=("edition", "by", "what"), name="desk_duty_line_by"),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.about}"


class DutyDays(models.Model):
    """What a notice says of targets or of a calendar, as `core.fact_lines` writes it."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(DeskEdition, models.CASCADE, related_name="+")
    what = models.CharField(max_length=10)
    notice = models.CharField(max_length=36)
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.what} {self.notice}"


class DutyReceipt(models.Model):
    """That `party` held so many entries of a journal of `author`, from that day on.

    Only the first day of each size is kept: sizes and days rise together.
    """

    pk = models.CompositePrimaryKey("edition", "author", "generation", "party", "size")
    edition = models.ForeignKey(DeskEdition, models.CASCADE, db_index=False, related_name="+")
    author = models.CharField(max_length=16)
    generation = models.PositiveIntegerField()
    party = models.CharField(max_length=16)
    size = models.PositiveBigIntegerField()
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.party} holds {self.size} of {self.author}"


class DutyRow(models.Model):
    """One duty in the shared ledger, as `core.ledger.Row`; "" and None where that has None.

    `author`, `generation` and `seq` are the place of the notice that opened it, issued `opened_on`;
    `deadline_on` is the earlier of the day that the notice names and the agreed target.
    """

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(DeskEdition, models.CASCADE, db_index=False, related_name="+")
    duty = models.CharField(max_length=60)
    party = models.CharField(max_length=16)
    notice = models.CharField(max_length=36)
    item = models.CharField(max_length=100, blank=True)
    clause = models.CharField(max_length=30)
    source = models.CharField(max_length=12)
    kind = models.CharField(max_length=100)
    status = models.CharField(max_length=12)
    since = models.DateField(null=True)
    due_on = models.DateField(null=True)
    target_on = models.DateField(null=True)
    deadline_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=36, blank=True)
    accepted_on = models.DateField(null=True)
    author = models.CharField(max_length=16)
    generation = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField()
    opened_on = models.DateField()

    class Meta:
        indexes = (
            models.Index(fields=("edition", "notice"), name="desk_duty_notice"),
            models.Index(
                fields=("edition", "author", "party", "since", "generation", "seq"),
                name="desk_duty_since",
            ),
            models.Index(
                fields=("deadline_on", "id"),
                condition=Q(ended_on__isnull=True),
                name="desk_duty_due",
            ),
            models.Index(
                fields=("opened_on", "id"),
                condition=Q(ended_on__isnull=True),
                name="desk_duty_open",
            ),
            models.Index(
                fields=("ended_on", "id"),
                condition=Q(ended_on__isnull=False),
                name="desk_duty_ended",
            ),
            models.Index(
                fields=("edition", "ended_on", "id"),
                condition=Q(ended_on__isnull=False),
                name="desk_duty_ended_of",
            ),
            models.Index(
                fields=(
                    "edition",
                    "party",
                    "duty",
                    "source",
                    "deadline_on",
                    "ended_on",
                    "since",
                    "accepted_on",
                    "author",
                ),
                condition=Q(ended_on__isnull=True),
                name="desk_duty_counted",
            ),
        )

    def __str__(self) -> str:
        return f"{self.duty} of {self.party} for {self.notice}"


class DutyTally(models.Model):
    """What an edition's rows add up to in a month (its first day), as `core.indicators.Counts`."""

    pk = models.CompositePrimaryKey("edition", "month", "party", "duty", "source")
    edition = models.ForeignKey(DeskEdition, models.CASCADE, db_index=False, related_name="+")
    month = models.DateField()
    party = models.CharField(max_length=16)
    duty = models.CharField(max_length=60)
    source = models.CharField(max_length=12)
    opened = models.IntegerField(default=0)
    asked = models.IntegerField(default=0)
    accepted = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    days = models.IntegerField(default=0)
    dated = models.IntegerField(default=0)
    in_time = models.IntegerField(default=0)
    discharged = models.IntegerField(default=0)
    otherwise = models.IntegerField(default=0)
    missed = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.duty} of {self.party} in {self.month:%Y-%m}"


class HomeAct(models.Model):
    """What our side did at home that makes something due; `leaf` is its entry in our own record.

    Codes, a day and a file number only: what was decided or learned stands in the file. What was
    recorded by mistake is struck: it stays, and nothing is due from it.
    """

    leaf = models.CharField(max_length=43, primary_key=True)
    act = models.CharField(max_length=30)
    day = models.DateField()
    organization = models.CharField(max_length=30, blank=True)
    measure = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField()
    is_struck = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.act} on {self.day}"


class OwnDuty(models.Model):
    """What an act at home makes due under an agreement, and which notice of ours provided it."""

    pk = models.CompositePrimaryKey("act", "agreement", "duty")
    act = models.ForeignKey(HomeAct, models.CASCADE, db_index=False, related_name="duties")
    agreement = models.CharField(max_length=100)
    duty = models.CharField(max_length=60)
    clause = models.CharField(max_length=30)
    source = models.CharField(max_length=12)
    since = models.DateField()
    due_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=36, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("agreement", "ended_on", "since"), name="desk_own_duty_open"),
        )

    def __str__(self) -> str:
        return f"{self.duty} for {self.act_id} under {self.agreement}"
