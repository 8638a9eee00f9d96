"""The exchange: who our counterparts are, what each side holds, and what was set aside."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Register the exchange's tables."""

    name = "kakehashi.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
