"""The addresses of an agreement's page."""

from django.urls import path

from kakehashi.web.desk.agreement import today

urlpatterns = [
    path("", today.agreements, name="desk_agreements"),
    path("<str:agreement>/", today.today, name="desk_agreement"),
    path("<str:agreement>/next/", today.begin_step, name="desk_agreement_step"),
]
