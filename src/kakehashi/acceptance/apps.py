"""The acceptance check as a Django app."""

from django.apps import AppConfig


class AcceptanceConfig(AppConfig):
    """Batches of applications, what the check said of each, and what was asked about them."""

    name = "kakehashi.acceptance"
    label = "acceptance"
