"""Officers, what each is entrusted with, and the links by which they enrol."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kakehashi.accounts.permissions import RoleKind

USERNAME = RegexValidator(
    r"\A[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?\Z",
    _("A sign-in name has small Latin letters, figures, and between them . _ or -"),
)


class Officer(AbstractBaseUser):
    """A person who signs in to this node; made by command, never by a page.

    Without a usable password and without a factor until they enrol.
    """

    username = models.CharField(max_length=64, unique=True, validators=[USERNAME])
    display_name = models.CharField(max_length=200)
    unit_id = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=10, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    objects = BaseUserManager["Officer"]()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.display_name


class Role(models.Model):
    """One thing that an officer is entrusted with under one agreement."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="roles")
    agreement = models.CharField(max_length=100)
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in RoleKind])
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "agreement", "kind"], name="role_is_held_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in RoleKind]),
                name="role_is_one_that_exists",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.kind}"


class Enrolment(models.Model):
    """A link by which one officer sets up their first factor; only its SHA-256 is kept."""

    officer = models.OneToOneField(Officer, on_delete=models.CASCADE, related_name="enrolment")
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.officer_id}"


class RoleChange(models.Model):
    """A role to be granted or withdrawn: asked by one administrator, confirmed by another."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "waiting"
        DONE = "done", "done"
        REFUSED = "refused", "refused"

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="role_changes")
    agreement = models.CharField(max_length=100)
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in RoleKind])
    is_grant = models.BooleanField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    ended_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "agreement", "kind"],
                condition=models.Q(state="waiting"),
                name="role_changes_wait_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done")
                | models.Q(ended_by__isnull=False)
                & ~models.Q(ended_by=models.F("asked_by"))
                & ~models.Q(ended_by=models.F("officer")),
                name="role_changes_take_a_second_administrator",
            ),
        ]
        indexes = [models.Index(fields=["state", "agreement"], name="role_change_waiting")]

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.agreement}: {self.kind} ({self.state})"


class Absence(models.Model):
    """When an officer is away under an agreement, and who stands in for them meanwhile.

    `until_at` is the first moment after it. A deputy stands in only once an administrator who is
    neither of the two has confirmed it.
    """

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="absences")
    agreement = models.CharField(max_length=100)
    deputy = models.ForeignKey(
        Officer, on_delete=models.CASCADE, null=True, related_name="deputizing"
    )
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_at__lt=models.F("until_at")), name="absence_ends_later"
            ),
            models.CheckConstraint(
                condition=models.Q(deputy__isnull=True) | ~models.Q(deputy=models.F("officer")),
                name="absence_has_another_as_deputy",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("officer"))
                & ~models.Q(confirmed_by=models.F("deputy")),
                name="absence_is_confirmed_by_a_third",
            ),
        ]
        indexes = [
            models.Index(fields=["deputy", "until_at"], name="absence_deputy"),
            models.Index(fields=["agreement", "until_at"], name="absence_agreement"),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.agreement}, {self.from_at} to {self.until_at}"
