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
