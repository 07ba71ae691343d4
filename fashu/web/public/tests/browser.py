"""A browser without JavaScript: it follows links, keeps what a form shows, and sends it back."""

from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from re import sub
from typing import Any

from django.test import Client

Value = str | list[str] | BytesIO | list[BytesIO] | None


@dataclass
class Form:
    """A form as it stands on the page, with what it would send."""

    method: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._disabled = 0
        self._button: tuple[str, str] | None = None
        self._select, self._area, self._words = "", "", ""
        self._fieldsets: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._form = Form(given.get("method", "get"), given.get("action", ""))
            self.forms.append(self._form)
        if tag == "fieldset":
            self._fieldsets.append("disabled" in given)
        if self._form is None or any(self._fieldsets):
            return
        self._control(tag, given, self._form)

    def _control(self, tag: str, given: dict[str, str], form: Form) -> None:
        name = given.get("name", "")
        match tag:
            case "input" if given.get("type") in ("radio", "checkbox"):
                if "checked" in given:
                    form.fields.setdefault(name, []).append(given["value"])
            case "input" if name and given.get("type") != "file":
                form.fields.setdefault(name, []).append(given.get("value", ""))
            case "select":
                self._select = name
            case "option" if self._select and "selected" in given:
                form.fields[self._select] = [given["value"]]
            case "textarea":
                self._area, self._words = name, ""
            case "button":
                self._button, self._words = (name, given.get("value", "")), ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "fieldset":
            self._fieldsets.pop()
        if self._form is None:
            return
        if tag == "textarea" and self._area:
            self._form.fields[self._area] = [self._words.removeprefix("\n")]
            self._area = ""
        if tag == "select":
            self._select = ""
        if tag == "button" and self._button is not None:
            self._form.buttons.append((*self._button, self._words.strip()))
            self._button = None


class Browser:
    """One person's browser. `text` is what the page says, without its mark-up."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.html, self.path, self.status = "", "", 0
        self.templates: set[str] = set()

    def open(self, path: str) -> "Browser":
        """Go to a page, wherever it redirects to."""
        return self._show(self.client.get(path, follow=True), path)

    @property
    def text(self) -> str:
        """The words of the page."""
        return unescape(sub(r"\s+", " ", sub(r"<[^>]*>", "", self.html)))

    def press(self, label: str, **changes: Value) -> "Browser":
        """Fill in fields of the form that has this button, and press it.

        None empties a field. Raises AssertionError where no form has such a button.
        """
        form, name, value = self._button(label)
        data: dict[str, Any] = {key: list(kept) for key, kept in form.fields.items()}
        for key, change in changes.items():
            data[key] = [] if change is None else change
        if name:
            data[name] = value
        path = form.action or self.path
        if form.method == "get":
            return self._show(self.client.get(path.partition("?")[0], data, follow=True), path)
        return self._show(self.client.post(path, data, follow=True), path)

    def _button(self, label: str) -> tuple[Form, str, str]:
        for form in _Reader(self.html).forms:
            for name, value, words in form.buttons:
                if label in words:
                    return form, name, value
        raise AssertionError(f"no button “{label}” on {self.path}")

    def _show(self, response: Any, path: str) -> "Browser":
        self.path = response.redirect_chain[-1][0] if response.redirect_chain else path
        self.html, self.status = response.content.decode(), response.status_code
        self.templates |= {t.name for t in response.templates if t.name}
        return self
