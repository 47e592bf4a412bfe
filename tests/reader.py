"""A person at a browser without script: opens pages, reads them, fills in the forms that stand there and presses their buttons.

Nothing is sent that the page does not offer: a field that is typed must stand in the form, a button must be on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.http import QueryDict
from django.test import Client

Typed = str | Sequence[str]


@dataclass
class Button:
    """One button of a form; `action` is where it sends the form, "" to the form's own address."""

    name: str
    value: str
    action: str
    words: str = ""


@dataclass
class Form:
    """One form of a page: where it goes, its fields with what stands in them, its buttons."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: list[Button] = field(default_factory=list)


class Page(HTMLParser):
    """A page as it was read: its text, its links, its forms."""

    def __init__(self, url: str, status: int, html: str) -> None:
        super().__init__()
        self.url, self.status, self.html = url, status, html
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self._words: list[str] = []
        self._form: Form | None = None
        self._select = self._link = self._text_area = ""
        self._is_open = self._is_quiet = False
        self._button: Button | None = None
        self._outside: dict[str, list[tuple[str, str]]] = {}
        self.feed(html)

    @property
    def text(self) -> str:
        """The words of the page, in one line."""
        return " ".join("".join(self._words).split())

    @property
    def headline(self) -> str:
        """Its first line, the answer."""
        return " ".join(self.text_of("h1").split())

    def text_of(self, tag: str) -> str:
        """Return the text of the first element of a kind."""
        inside = self.html.partition(f"<{tag}")[2].partition(">")[2].partition(f"</{tag}>")[0]
        return Page("", 200, inside).text if inside else ""

    def form(self, action: str) -> Form:
        """Return the first form whose address ends so, for "" the first that is sent to the page itself; it must be there."""
        for form in self.forms:
            if form.action.endswith(action) if action else form.method == "post" and not form.action:
                return form
        raise AssertionError(f"{self.url} has no form to {action}, only {[form.action for form in self.forms]}.")

    def link(self, words: str) -> str:
        """Return where the link with these words leads."""
        for said, href in self.links:
            if words in said:
                return href
        raise AssertionError(f"{self.url} has no link “{words}”.")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms, fields, buttons and links as they begin."""
        given = {name: value or "" for name, value in attrs}
        self._is_quiet = tag in {"script", "style"} or self._is_quiet
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "a":
            self._link = given.get("href", "")
            self.links.append(("", self._link))
        elif tag == "button":
            self._button = Button(given.get("name", ""), given.get("value", ""), given.get("formaction", ""))
            if self._form is not None:
                self._form.buttons.append(self._button)
        elif tag in {"input", "select", "textarea"} and self._form is not None:
            self._field(tag, given, self._form)
        elif tag == "option" and self._select and self._form is not None:
            self._option(given, self._form)

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form":
            self._form = None
        elif tag == "a":
            self._link = ""
        elif tag in {"select", "textarea"}:
            self._select = self._text_area = ""
        elif tag == "button":
            self._button = None
        elif tag in {"script", "style"}:
            self._is_quiet = False
        self._words.append(" ")

    def handle_data(self, data: str) -> None:
        """Gather the words, and those of links, buttons and text areas."""
        if self._is_quiet:
            return
        if self._text_area and self._form is not None:
            self._form.fields[self._text_area] = [data.removeprefix("\n")]
        self._words.append(data)
        if self._link and self.links:
            said, href = self.links[-1]
            self.links[-1] = (f"{said}{' '.join(data.split())} ", href)
        if self._button is not None:
            self._button.words += " ".join(data.split())

    def _field(self, tag: str, given: dict[str, str], form: Form) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if not name or "disabled" in given or kind in {"submit", "button", "image", "reset"}:
            return
        form.names.add(name)
        if tag == "select":
            self._select, self._is_open = name, "multiple" in given
        elif tag == "textarea":
            self._text_area = name
            form.fields.setdefault(name, [""])
        elif kind in {"checkbox", "radio"}:
            if "checked" in given:
                form.fields.setdefault(name, []).append(given.get("value", "on"))
        elif kind != "file":
            form.fields.setdefault(name, []).append(given.get("value", ""))

    def _option(self, given: dict[str, str], form: Form) -> None:
        value = given.get("value", "")
        if "selected" in given:
            form.fields[self._select] = [*form.fields.get(self._select, []), value] if self._is_open else [value]
        elif not self._is_open:
            form.fields.setdefault(self._select, [value])


class Reader:
    """The person: `open(path)`, `press(page, "traffic/edit/", visitors="620,000")`."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def open(self, path: str) -> Page:
        """Open an address; it must answer with a page."""
        answer = self.client.get(path, follow=True)
        page = Page(path, answer.status_code, answer.content.decode())
        assert page.status == 200, f"{path} answered {page.status}"
        return page

    def press(self, page: Page, action: str, *, button: str = "", expect: int = 200, **typed: Typed) -> Page:
        """Fill in a form and press its (first, or the named) button; return the page that comes, redirects followed."""
        form = page.form(action)
        return self.send(page, form, button=button, expect=expect, **typed)

    def send(self, page: Page, form: Form, *, button: str = "", expect: int = 200, **typed: Typed) -> Page:
        """Send one form of a page."""
        unknown = set(typed) - form.names
        assert not unknown, f"{page.url}: the form to {form.action} has no field {sorted(unknown)}, only {sorted(form.names)}"
        data = QueryDict(mutable=True)
        for name, values in form.fields.items():
            data.setlist(name, list(values))
        for name, value in typed.items():
            data.setlist(name, [value] if isinstance(value, str) else list(value))
        found = [one for one in form.buttons if not button or button in {one.words, one.value}]
        assert found or not button, f"{page.url}: no button “{button}” on {form.action}, only {form.buttons}"
        pressed = found[0] if found else Button("", "", "")
        if pressed.name:
            data[pressed.name] = pressed.value
        address = urljoin(page.url, pressed.action or form.action or page.url)
        if form.method == "get":
            return self.open(f"{address}?{data.urlencode()}")
        content = "application/x-www-form-urlencoded"
        answer = self.client.post(address, data.urlencode(), content_type=content, follow=True)
        shown = Page(answer.request["PATH_INFO"], answer.status_code, answer.content.decode())
        assert shown.status == expect, f"{address} answered {shown.status}: {shown.text[:2000]}"
        return shown
