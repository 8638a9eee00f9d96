"""The address of the holder's own page, short enough to be copied from a slip."""

from django.urls import path

from kakehashi.web.holder import views

urlpatterns = [path("", views.mine, name="holder")]
