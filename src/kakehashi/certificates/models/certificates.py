"""Certificates, each under a number of the series, and proposals to end one."""

from typing import Final

from django.db import models
from django.db.models import F, Q

from kakehashi.accounts.models import Officer
from kakehashi.certificates.models.cases import LEAF, CandidateCase

NUMBER: Final = 40


class State(models.TextChoices):
    """How a certificate stands; a void number never was one."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    VOID = "void"


LIVE: Final = (State.VALID, State.SUSPENDED)


class Certificate(models.Model):
    """A number of the series and the certificate under it: its signed bytes are sealed.

    `act` is the leaf hash of the issuing (or voiding) act in the own record; `why` why it ended or
    is void.
    """

    agreement = models.CharField(max_length=100)
    sequence = models.PositiveBigIntegerField()
    number = models.CharField(max_length=NUMBER)
    case = models.ForeignKey(CandidateCase, models.PROTECT, null=True, related_name="certificates")
    state = models.CharField(max_length=10, choices=State.choices, default=State.VALID)
    why = models.CharField(max_length=20, blank=True)
    organization = models.CharField(max_length=20, blank=True)
    field = models.CharField(max_length=64, blank=True)
    route = models.CharField(max_length=30, blank=True)
    issued_on = models.DateField()
    valid_until_on = models.DateField(null=True)
    status_list = models.PositiveIntegerField(null=True)
    status_index = models.PositiveIntegerField(null=True)
    commitment = models.CharField(max_length=43, blank=True)
    sealed = models.BinaryField()
    wrapped = models.BinaryField()
    storage = models.BinaryField()
    act = models.CharField(max_length=LEAF)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "sequence"), name="certificates_each_number_once"
            ),
            models.UniqueConstraint(
                fields=("agreement", "number"), name="certificates_each_number_written_once"
            ),
            models.UniqueConstraint(
                fields=("case",),
                condition=Q(state__in=LIVE),
                name="certificates_one_live_a_case",
            ),
            models.UniqueConstraint(
                fields=("agreement", "status_list", "status_index"),
                name="certificates_one_a_place_of_the_list",
            ),
            models.CheckConstraint(
                condition=Q(state=State.VOID)
                | Q(case__isnull=False, valid_until_on__isnull=False, status_index__isnull=False),
                name="certificates_only_void_numbers_have_no_case",
            ),
        )
        indexes = (
            models.Index(
                fields=("agreement", "status_list"),
                condition=Q(state__in=(State.SUSPENDED, State.REVOKED)),
                name="certificates_marked",
            ),
            models.Index(fields=("agreement", "organization"), name="certificates_sender"),
        )

    def __str__(self) -> str:
        return f"{self.number} ({self.state})"


class EndingState(models.TextChoices):
    """Where a proposal to suspend, resume or revoke is on its way."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    DROPPED = "dropped"


class EndingWhat(models.TextChoices):
    """What is to become of a certificate."""

    SUSPEND = "suspend"
    RESUME = "resume"
    REVOKE = "revoke"


class Ending(models.Model):
    """A proposal of one officer to suspend, resume or revoke; another decides."""

    public_id = models.UUIDField(unique=True)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="endings")
    what = models.CharField(max_length=10, choices=EndingWhat.choices)
    why = models.CharField(max_length=20, blank=True)
    until_on = models.DateField(null=True)
    state = models.CharField(
        max_length=10, choices=EndingState.choices, default=EndingState.PROPOSED
    )
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="certificates_nobody_decides_their_own_ending",
            ),
            models.UniqueConstraint(
                fields=("certificate",),
                condition=Q(state=EndingState.PROPOSED),
                name="certificates_one_ending_proposed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.certificate_id} ({self.state})"
