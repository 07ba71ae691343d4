"""Addresses of the register."""

from django.urls import path

from fashu.web.registry import persons, reads

app_name = "registry"

urlpatterns = [
    path("persons/", persons.index, name="persons"),
    path("persons/new/", persons.new, name="new"),
    path("persons/choose/", persons.choose, name="choose"),
    path("persons/<int:person_id>/", persons.show, name="person"),
    path("persons/<int:person_id>/reveal/", persons.reveal, name="reveal"),
    path("persons/<int:person_id>/merge/", persons.merge, name="merge"),
    path("persons/<int:person_id>/unmerge/", persons.unmerge, name="unmerge"),
    path("reads/", reads.index, name="reads"),
]
