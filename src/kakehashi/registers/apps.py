"""The registers app."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """What the public may look up, projected from the journals."""

    name = "kakehashi.registers"
    default_auto_field = "django.db.models.BigAutoField"
