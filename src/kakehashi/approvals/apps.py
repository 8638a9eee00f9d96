"""Applications of sending organizations, and what follows an approval."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Registers the models."""

    name = "kakehashi.approvals"
    label = "approvals"
