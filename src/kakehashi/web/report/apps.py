"""The report site as an application: its templates."""

from django.apps import AppConfig


class ReportConfig(AppConfig):
    """Has no tables; what it keeps, the intake keeps."""

    name = "kakehashi.web.report"
    label = "report"
