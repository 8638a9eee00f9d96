"""The addresses of screening."""

from django.urls import path

from kakehashi.web.desk.screening import looking, networks, views

urlpatterns = [
    path("", views.screening, name="desk_screening"),
    path("look/", looking.look, name="desk_screening_look"),
    path("network/", networks.network_page, name="desk_screening_network"),
    path("forget/", networks.forget, name="desk_screening_forget"),
    path("export/", looking.export, name="desk_screening_export"),
    path("<int:number>/", views.proposal, name="desk_proposal"),
    path("<int:number>/decide/", views.decide, name="desk_proposal_decide"),
]
