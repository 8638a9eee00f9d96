"""The addresses of duties on the desk."""

from django.urls import path

from kakehashi.web.desk.duties import board, calendars, figures, own, steps

urlpatterns = [
    path("", board.board, name="desk_duties"),
    path("of/<str:agreement>/<str:notice>/<str:name>/", steps.duty, name="desk_duty"),
    path("kept/", figures.kept, name="desk_duties_kept"),
    path("own/", own.own_ledger, name="desk_own_duties"),
    path("own/new/", own.record_act, name="desk_own_new"),
    path("own/<str:leaf>/strike/", own.strike, name="desk_own_strike"),
    path("own/<str:leaf>/<str:agreement>/draft/", own.begin_draft, name="desk_own_draft"),
    path("calendars/", calendars.calendars, name="desk_calendars"),
    path("calendars/<str:agreement>/draft/", calendars.propose, name="desk_calendar_draft"),
]
