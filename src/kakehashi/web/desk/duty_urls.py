"""The addresses of duties on the desk."""

from django.urls import path

from kakehashi.web.desk import calendars, duties, duty_figures, duty_steps, own_duties

urlpatterns = [
    path("", duties.board, name="desk_duties"),
    path("of/<str:agreement>/<str:notice>/<str:name>/", duty_steps.duty, name="desk_duty"),
    path("kept/", duty_figures.kept, name="desk_duties_kept"),
    path("own/", own_duties.own_ledger, name="desk_own_duties"),
    path("own/new/", own_duties.record_act, name="desk_own_new"),
    path("own/<str:leaf>/strike/", own_duties.strike, name="desk_own_strike"),
    path("own/<str:leaf>/<str:agreement>/draft/", own_duties.begin_draft, name="desk_own_draft"),
    path("calendars/", calendars.calendars, name="desk_calendars"),
    path("calendars/<str:agreement>/draft/", calendars.propose, name="desk_calendar_draft"),
]
