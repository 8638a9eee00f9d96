"""The journal app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Entries, parts and checkpoints: append and read, never change."""

    name = "kakehashi.journal"
    default_auto_field = "django.db.models.BigAutoField"
