"""Applications under check: batches, their files, each application with its verdict.

What an application states is sealed under its batch's own key; the columns that can be searched
hold verdicts, codes of findings, days, and keyed tokens that betray nothing of what they stand for.
"""

from django.db import models
from django.db.models import Q

from kakehashi.accounts.models import Officer

TOKEN = 43
"""Letters of a token: a keyed SHA-256 in base64url."""


class Batch(models.Model):
    """A file of applications, pictures of certificates, or one applicant by form.

    `source` is a token of the file, so that the same file is taken once. `kept_until_on` is the
    last day on which what its applications state can be read; `erased_at` says that it is gone.
    Where the work on it failed, `problem` says how, and it is tried again at `next_attempt_at`.
    """

    class State(models.TextChoices):
        """How far it is: taken file by file, then its rows are read, then checked."""

        TAKING = "taking"
        READING = "reading"
        CHECKING = "checking"
        DONE = "done"
        REFUSED = "refused"

    public_id = models.UUIDField(unique=True)
    agreement = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State.choices, default=State.TAKING)
    layout = models.CharField(max_length=100)
    is_one = models.BooleanField(default=False)
    channel = models.CharField(max_length=40)
    applied_on = models.DateField()
    source = models.CharField(max_length=TOKEN)
    expected = models.PositiveIntegerField(null=True)
    taken_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    kept_until_on = models.DateField()
    erased_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True, default="")
    next_attempt_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "source"),
                condition=Q(state__in=("reading", "checking", "done"), erased_at__isnull=True),
                name="acceptance_each_file_once",
            ),
        )
        indexes = (
            models.Index(
                fields=("state", "id"),
                condition=Q(state__in=("reading", "checking")),
                name="acceptance_to_do",
            ),
            models.Index(fields=("agreement", "-id"), name="acceptance_latest"),
            models.Index(
                fields=("kept_until_on",),
                condition=Q(erased_at__isnull=True),
                name="acceptance_to_erase",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement}: {self.public_id} ({self.state})"


class BatchKey(models.Model):
    """The wrapped key under which a batch is sealed; without this row nobody reads it any more."""

    batch = models.OneToOneField(Batch, models.CASCADE, related_name="key")
    wrapped = models.BinaryField()
    storage = models.BinaryField()

    def __str__(self) -> str:
        return f"key of {self.batch_id}"


class BatchFile(models.Model):
    """A sealed piece of something of a batch: what is known of it, its list, its pictures.

    Each has a number; what is large stands in several pieces, so that none is long in writing.
    """

    ABOUT = 0
    LIST = 1
    FIRST_PICTURE = 2

    batch = models.ForeignKey(Batch, models.CASCADE, db_index=False, related_name="files")
    number = models.PositiveIntegerField()
    piece = models.PositiveIntegerField(default=0)
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("batch", "number", "piece"), name="acceptance_file_piece"
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.number}"


class Application(models.Model):
    """One application of a batch, at its line; `picture` is the number of its file, 0 without one.

    `stated` (what it states) and `found` (why the verdict is what it is) are sealed. `findings`
    are the codes of its reasons, each between spaces. `is_counted` is false where another row
    stands for the same application, `is_screened` until the names in it were compared with the
    index.
    """

    class State(models.TextChoices):
        """Whether it waits for the check."""

        WAITING = "waiting"
        CHECKED = "checked"

    batch = models.ForeignKey(Batch, models.CASCADE, db_index=False, related_name="applications")
    line = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    verdict = models.CharField(max_length=20, blank=True)
    findings = models.TextField(blank=True)
    picture = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    is_counted = models.BooleanField(default=True)
    same = models.CharField(max_length=TOKEN)
    content = models.CharField(max_length=TOKEN)
    person = models.CharField(max_length=TOKEN, blank=True)
    certificate = models.CharField(max_length=TOKEN, blank=True)
    stated = models.BinaryField()
    found = models.BinaryField(default=b"")
    is_screened = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "line"), name="acceptance_line_once"),
        )
        indexes = (
            models.Index(
                fields=("batch", "line"),
                condition=Q(state="waiting"),
                name="acceptance_waiting",
            ),
            models.Index(
                fields=("id",),
                condition=Q(is_screened=False, state="checked"),
                name="acceptance_to_screen",
            ),
            models.Index(fields=("batch", "verdict", "line"), name="acceptance_verdict"),
            models.Index(fields=("same",), name="acceptance_same"),
            models.Index(
                fields=("certificate",), condition=~Q(certificate=""), name="acceptance_seen"
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch_id}#{self.line} {self.verdict}"


class PassedExam(models.Model):
    """An exam that an application states, by tokens only: number, place, person with day."""

    id = models.BigAutoField(primary_key=True)
    application = models.ForeignKey(Application, models.CASCADE, related_name="passes")
    position = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=TOKEN, blank=True)
    number = models.CharField(max_length=TOKEN, blank=True)
    person_day = models.CharField(max_length=TOKEN, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("application", "position"), name="acceptance_pass_once"
            ),
        )
        indexes = (
            models.Index(fields=("number",), condition=~Q(number=""), name="acceptance_number"),
            models.Index(
                fields=("person_day",), condition=~Q(person_day=""), name="acceptance_day"
            ),
        )

    def __str__(self) -> str:
        return f"pass of {self.application_id}"


class Ruling(models.Model):
    """What an officer decided about an application's doubts by an answer; the latest one counts.

    `findings` are the codes of the doubts that stood then, each between spaces; `answer` is the
    notice's id. The reason in words is sealed under the batch's key.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="rulings")
    is_settled = models.BooleanField()
    findings = models.TextField()
    answer = models.CharField(max_length=36)
    reason = models.BinaryField()
    ruled_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"ruling on {self.application_id}"


class Query(models.Model):
    """That the sending side is asked about an application; `draft` is the draft's public id.

    `jti` is the notice's id once it is issued, `answer` that of the answer once one is held.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="queries")
    agreement = models.CharField(max_length=100)
    kind = models.CharField(max_length=100)
    draft = models.UUIDField(db_index=True)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    jti = models.CharField(max_length=36, blank=True)
    answer = models.CharField(max_length=36, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("agreement",), condition=Q(answer=""), name="acceptance_unanswered"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} about {self.application_id}"
