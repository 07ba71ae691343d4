"""Addresses of the register."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from fashu.web.registry import entries, others, persons, reads

app_name = "registry"


def _merging(plural: str, kind: str) -> Iterator[URLPattern]:
    for name, view in (("merge", entries.merge), ("unmerge", entries.unmerge)):
        yield path(f"{plural}/<int:number>/{name}/", view, {"kind": kind}, name=f"{name}_{kind}")


urlpatterns = [
    path("persons/", persons.index, name="persons"),
    path("persons/new/", persons.new, name="new"),
    path("persons/choose/", persons.choose, name="choose"),
    path("persons/<int:person_id>/", persons.show, name="person"),
    path("persons/<int:person_id>/reveal/", persons.reveal, name="reveal"),
    *_merging("persons", "person"),
    *_merging("organisations", "organisation"),
    *(path(f"{kind}/", others.index, {"kind": kind}, name=kind) for kind in others.REGISTERS),
    *(
        path(f"{kind}/new/", others.new, {"kind": kind}, name=f"new_{register.page}")
        for kind, register in others.REGISTERS.items()
    ),
    path("organisations/choose/", others.choose_organisation, name="choose_organisation"),
    path("places/choose/", others.choose_place, name="choose_place"),
    path("subjects/choose/", others.choose_subject, name="choose_subject"),
    path("organisations/<int:number>/", others.organisation, name="organisation"),
    path("places/<int:number>/", others.place, name="place"),
    path("matters/<int:number>/", others.matter, name="matter"),
    path("reads/", reads.index, name="reads"),
]
