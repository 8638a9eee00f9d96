"""Confidential reports: what is sealed, to whom, and who holds the office's key.

Nothing here says who reported: no address, no program, no hour. What was told stands only in
`Part`, sealed to the intake office's key or to the key of the reporter's code, and once more under
a key of its own that the storage key wraps.
"""

from typing import Final

from django.db import models

from kakehashi.accounts.models import Officer


class IntakeKey(models.Model):
    """An X25519 key of the intake office; its private half stands only in `KeyGrant`, sealed.

    New reports are sealed to the one that is in force.
    """

    kid = models.CharField(max_length=43, unique=True)
    public = models.BinaryField()
    made_at = models.DateTimeField()
    is_in_force = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("is_in_force",),
                condition=models.Q(is_in_force=True),
                name="intake_one_key_in_force",
            ),
        )

    def __str__(self) -> str:
        return self.kid


class Keyholder(models.Model):
    """An officer who may open reports: an X25519 key of their own, locked by a passphrase.

    `locked` is salt, nonce and the private half under AES-256-GCM, its key made of the passphrase
    by scrypt.
    """

    officer = models.OneToOneField(Officer, models.CASCADE, related_name="+")
    public = models.BinaryField()
    locked = models.BinaryField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.officer_id}"


class KeyGrant(models.Model):
    """The private half of an intake key, sealed to one keyholder's own key."""

    key = models.ForeignKey(IntakeKey, models.CASCADE, related_name="grants")
    holder = models.ForeignKey(Keyholder, models.CASCADE, related_name="grants")
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key", "holder"), name="intake_key_granted_once"),
        )

    def __str__(self) -> str:
        return f"{self.key_id} to {self.holder_id}"


class Unlocking(models.Model):
    """That a keyholder has unlocked the office's keys in one browser, for a while.

    `sealed` are the private halves under a key that only that browser has; `token_digest` is the
    SHA-256 of what it shows. Neither this row nor that cookie opens anything alone.
    """

    token_digest = models.BinaryField(unique=True)
    holder = models.ForeignKey(Keyholder, models.CASCADE, related_name="unlockings")
    sealed = models.BinaryField()
    until_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.holder_id} until {self.until_at}"


class State(models.TextChoices):
    """How far a report is; the reporter sees all of it but `draft`."""

    DRAFT = "draft"
    RECEIVED = "received"
    OPENED = "opened"
    ASKED = "asked"
    CLOSED = "closed"


class Report(models.Model):
    """A report, found by its reporter through `locator`, by officers through `public_id`.

    `way_back` is the public half of the key of her code. Days only, no hours. `wave` is the
    number of a flood with which it is held apart; None in quiet times. `agreement` is that under
    which officers read it. `revision` counts what was changed.
    """

    public_id = models.UUIDField(unique=True)
    locator = models.BinaryField(unique=True)
    way_back = models.BinaryField()
    agreement = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    begun_on = models.DateField()
    touched_on = models.DateField()
    received_on = models.DateField(null=True)
    wave = models.PositiveIntegerField(null=True)
    is_code_seen = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(
                fields=("agreement", "state", "received_on"),
                condition=~models.Q(state="draft"),
                name="intake_report_queue",
            ),
            models.Index(
                fields=("touched_on",),
                condition=models.Q(state="draft"),
                name="intake_draft_age",
            ),
        )

    def __str__(self) -> str:
        return f"{self.public_id}"


OFFICE: Final = "office"
REPORTER: Final = "reporter"
BROWSER: Final = "browser"


class Part(models.Model):
    """Something sealed in a report: an answer of a draft, the report itself, a file, a letter.

    `reader` says whose key opens it: the office's, the reporter's code, or a key that never left
    her browser. `mark` tells the same thing sent twice. `storage` wraps the key of this part.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="parts")
    name = models.CharField(max_length=20)
    reader = models.CharField(max_length=10)
    by_reporter = models.BooleanField()
    made_on = models.DateField()
    mark = models.BinaryField(null=True)
    sealed = models.BinaryField()
    wrapped = models.BinaryField()
    storage = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("report", "name", "reader"), name="intake_one_part_a_name"
            ),
            models.UniqueConstraint(fields=("report", "mark", "reader"), name="intake_sent_once"),
        )

    def __str__(self) -> str:
        return f"{self.report_id}: {self.name} for the {self.reader}"


class Arrivals(models.Model):
    """How many reports arrived in an hour (hours since 1970); forgotten with the hour after it.

    Kept longer, it would say of a lonely report at which hour it was sent.
    """

    hour = models.PositiveIntegerField(unique=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.hour}: {self.count}"


class LogLine(models.Model):
    """What an officer did with a report: the intake's own log, which nothing else reads."""

    report_id = models.UUIDField(null=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    act = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("report_id", "at"), name="intake_log_of_report"),)

    def __str__(self) -> str:
        return f"{self.at}: {self.act}"
