"""A real Chromium, and the whole program beside it: web, worker and beat started as a person starts them."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests import migrated
from tests.made_once import made_once

PEOPLE = "import json; from accounts.services import create_demo_people as make; print('people=' + json.dumps(make()))"
ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the walks past every page, minutes each: begun last, one of them runs alone."""
    items.sort(key=lambda item: item.path.stem != "test_every_page")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium. In CI its absence is a failure, elsewhere the tests say that they were skipped."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Chromium.")
        pytest.skip("Chromium is not on this machine (Debian: apt install chromium).")
    # Playwright runs a loop in this thread; what a test asks of the database in the same thread is meant.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page of the browser and every complaint it made: console errors, broken scripts, refused styles."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """Keep what the console calls an error or a refusal."""
        if message.type == "error" or "Content Security Policy" in message.text or "Refused to" in message.text:
            self.complaints.append(message.text)


OpenPage = Callable[..., Watched]


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Open pages: `open_page(width=390)`; at the end of the test none may have complained."""
    opened: list[Watched] = []
    contexts = []

    def open_one(*, width: int = 1440, height: int = 900, dark: bool = False, script: bool = True) -> Watched:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
            java_script_enabled=script,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.page.on("console", watched.hear)
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        opened.append(watched)
        return watched

    yield open_one
    for context in contexts:
        context.close()
    assert [complaint for watched in opened for complaint in watched.complaints] == []


@dataclass(frozen=True)
class Program:
    """The running program: where it listens, where its data lies, who may sign in."""

    url: str
    data_dir: Path
    environment: dict[str, str]
    logins: dict[str, tuple[str, str]]

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py beside the running program and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sign_in(self, page: Page, role: str = "operations") -> Page:
        """Sign in as the person of a role, through the page."""
        username, password = self.logins[role]
        page.goto(f"{self.url}/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", password)
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url(lambda address: "/login" not in address)
        return page


def environment(data_dir: Path, static: Path) -> dict[str, str]:
    """Return the environment of a program on this data folder: SQLite and the embedded broker, whatever this process uses."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG"}}
    return {**kept, "DATA_DIR": str(data_dir), "STATIC_ROOT": str(static), "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, packed_static: Path) -> Path:
    """A data folder with a migrated database and a person of each role; each program begins with a copy."""

    def make(folder: Path) -> None:
        bare = Program("", folder, environment(folder, packed_static), {})
        shutil.copyfile(migrated.sqlite_file(), folder / "promo.sqlite3")
        (folder / "people.json").write_text(bare.manage("shell", "-c", PEOPLE).partition("people=")[2])

    return made_once(tmp_path_factory, "installed", make)


@contextmanager
def running(data_dir: Path, static: Path) -> Iterator[Program]:
    """Start `manage.py up` on this data folder and a free port; stop it as Ctrl-C does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    logins = {role: (name, password) for name, password, role in json.loads((data_dir / "people.json").read_text())}
    program = Program(f"http://127.0.0.1:{port}", data_dir, environment(data_dir, static), logins)
    log = (data_dir / "up.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up", "--host", "127.0.0.1", "--port", str(port)],
        cwd=ROOT,
        env=program.environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        _wait_until_answers(f"{program.url}/livez", process, data_dir / "up.log")
        yield program
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
        log.close()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, installed: Path, packed_static: Path) -> Iterator[Program]:
    """The program of a module, on a data folder of its own where nothing is but the people."""
    data_dir = shutil.copytree(installed, tmp_path_factory.mktemp("program") / "data")
    with running(data_dir, packed_static) as started:
        yield started


def _wait_until_answers(url: str, process: "subprocess.Popen[bytes]", log: Path, seconds: int = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{url} did not answer within {seconds} seconds:\n{log.read_text()}")


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[dict[str, Any]]]:
    """Ask axe-core what it finds wrong on a page: `assert axe(page) == []`."""
    from axe_playwright_python.sync_playwright import Axe

    engine = Axe()

    def violations(page: Page, leave_out: Sequence[str] = ()) -> list[dict[str, Any]]:
        rules = {rule: {"enabled": False} for rule in leave_out}
        found = engine.run(page, options={"resultTypes": ["violations"], "rules": rules}).response["violations"]
        return [{"rule": one["id"], "help": one["help"], "where": [node["target"] for node in one["nodes"]][:4]} for one in found]

    return violations


def widest(page: Page) -> int:
    """Give how many pixels the page is wider than its window; a page that fits gives 0."""
    return int(page.evaluate("Math.max(0, document.documentElement.scrollWidth - window.innerWidth)"))


def until(page: Page, expression: str, argument: object = None, seconds: int = 20) -> None:
    """Wait until an expression, or a function of `argument`, holds on the page.

    Playwright's own `wait_for_function` asks again from within the page, where the policy of the page forbids evaluated text:
    it works only where the first answer is yes.
    """
    last = time.monotonic() + seconds
    while not page.evaluate(expression, argument):
        assert time.monotonic() < last, f"never so within {seconds} seconds: {expression}"
        page.wait_for_timeout(50)
