"""Somebody at the door, for the tests beside."""

from django.test import Client

GOOD = "Qinghe-7381"


def enter(client: Client, username: str, password: str, **more: str) -> str:
    """Sign in and say where it leads; empty where it does not."""
    form = {"username": username, "password": password, **more}
    return client.post("/signin/", form).headers.get("Location", "")


def page_of(client: Client, path: str) -> str:
    """What stands on a page."""
    response = client.get(path)
    assert response.status_code == 200, response.headers.get("Location")
    return response.content.decode()
