"""A browser for the tests, and what a page does in it that a reader would not see."""

import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Frame,
    Page,
    Request,
    expect,
    sync_playwright,
)

REQUIRED = "EDITION_REQUIRE_BROWSER"
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
MISSING = "no Chromium on this machine"
# No sandbox: in a container the kernel often forbids it, and the pages are our own.
# No name is ever looked up: what would come from the network fails, and is seen to fail.
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    # A page is looked at for a second: to make its scripts faster takes longer than it saves.
    "--js-flags=--no-opt,--no-maglev",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
# Seconds to wait for what a page does in its own time. A browser on a busy machine may need
# many; where all is well, none of them are spent.
PATIENCE = 60.0
# Seconds for what takes longer: to start the browser, to load a page.
LONG_PATIENCE = 180.0
expect.set_options(timeout=1000 * PATIENCE)
# Windows that nobody looks at now, by browser and by what they were opened with: another test
# may have them, which is much quicker than to open one.
_windows: dict[Browser, dict[str, list[Page]]] = {}
SETTLED = """async () => {
  await document.fonts.ready;
  for (const _ of "12") { await new Promise(requestAnimationFrame); }
}"""
# A page that came from nowhere has no place to store anything.
FORGET = "() => { try { localStorage.clear(); sessionStorage.clear(); } catch { return; } }"


def name_install_command() -> str:
    """Return the one command that brings a Chromium onto this machine."""
    try:
        system = platform.freedesktop_os_release().get("ID")
    except OSError:  # not Linux
        system = None
    if system == "debian":
        sudo = "" if getattr(os, "geteuid", lambda: 0)() == 0 else "sudo "
        return f"{sudo}apt-get install --yes chromium"
    return "python -m playwright install --with-deps chromium"


def find_browser(own: str = "") -> str | None:
    """Return the path of a Chromium, from the system or from Playwright's `own` folder."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (own if own and Path(own).exists() else None)


@contextmanager
def start_browser() -> Iterator[Browser]:
    """Start a Chromium. Where there is none, the test is skipped, or fails if it may not be."""
    with sync_playwright() as playwright:
        path = find_browser(playwright.chromium.executable_path)
        if path is None:
            reason = f"{MISSING}; to install it: {name_install_command()}"
            if os.environ.get(REQUIRED) == "1":
                pytest.fail(f"{reason} ({REQUIRED} is 1, so it must not be missing)")
            pytest.skip(reason)
        browser = playwright.chromium.launch(
            executable_path=path, args=OPTIONS, timeout=1000 * LONG_PATIENCE
        )
        try:
            yield browser
        finally:
            _windows.pop(browser, None)
            browser.close()


class _QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and writes no log."""

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; the address ends with a slash."""
    handler = partial(_QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


@dataclass(eq=False)  # Playwright keeps something on it
class Watch:
    """What one or more pages asked for and complained of since the watch began."""

    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    open_requests: set[Request] = field(default_factory=set)
    given_up: set[Request] = field(default_factory=set)
    departures: set[Request] = field(default_factory=set)

    @contextmanager
    def attach(self, page: Page) -> Iterator[None]:
        """Note what the page does within the block."""
        notes = {
            "console": self._note_message,
            "pageerror": self._note_error,
            "request": self._note_request,
            "requestfailed": self._note_failure,
            "requestfinished": self._note_end,
            "framenavigated": self._note_arrival,
        }
        for event, note in notes.items():
            page.on(event, note)
        try:
            yield
        finally:
            for event, note in notes.items():
                page.remove_listener(event, note)

    def _note_message(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            self.complaints.append(f"{said.type}: {said.text}")

    def _note_error(self, error: Error) -> None:
        self.complaints.append(f"error: {error}")

    def _note_arrival(self, frame: Frame) -> None:
        self.departures.clear()

    def _note_request(self, request: Request) -> None:
        # A page that is being left gives up what is still on its way; that was not missing.
        if request.is_navigation_request():
            self.given_up.update(self.open_requests)
            self.departures.add(request)
        elif self.departures:
            self.given_up.add(request)
        self.requests.append(request.url)
        self.open_requests.add(request)

    def _note_failure(self, request: Request) -> None:
        excused = request in self.given_up and request.failure == "net::ERR_ABORTED"
        if request in self.open_requests and not excused:
            self.complaints.append(f"no {request.url}")
        self._note_end(request)

    def _note_end(self, request: Request) -> None:
        self.open_requests.discard(request)

    def list_outside(self) -> list[str]:
        """Return the addresses that are not on this machine."""
        here = ("file:", "data:", "blob:", "about:", "http://127.0.0.1:")
        return [address for address in self.requests if not address.startswith(here)]


@contextmanager
def open_page(
    browser: Browser,
    address: str | None = None,
    width: int = 1280,
    theme: str = "light",
    fresh: bool = False,
    **options: object,
) -> Iterator[tuple[Page, Watch]]:
    """Open a page of a given width (pixels) and theme in a window of its own; watch it.

    The window may be one that another test has left. It is emptied before; a `fresh` one is for
    tests that add what cannot be taken away, such as a script, or that look at a first visit.
    `options` are Playwright's for a context, such as ``java_script_enabled=False``.
    """
    size = {"width": width, "height": 800}
    idle = _windows.setdefault(browser, {}).setdefault(repr(sorted(options.items())), [])
    if idle and not fresh:
        page = idle.pop()
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme)
    else:
        context = browser.new_context(viewport=size, color_scheme=theme, **options)
        context.set_default_timeout(1000 * LONG_PATIENCE)
        page = context.new_page()
    try:
        watch = Watch()
        with watch.attach(page):
            if address is not None:
                page.goto(address)
            yield page, watch
        if not fresh:
            _empty(page)
            idle.append(page)
    finally:
        if page not in idle:
            page.context.close()


def _empty(page: Page) -> None:
    """Take away what was done in a window: pages it opened, what it stored, the pointer's place."""
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.evaluate(FORGET)
    page.context.clear_cookies()
    page.goto("about:blank")
    page.mouse.move(0, 0)


def wait_for(look: Callable[[], object], wanted: object = True) -> None:
    """Wait until a look at a page gives what is wanted; fail with what it gave last.

    A page answers a press, a step back or a new width in its own time. Playwright's own
    `wait_for_function` is of no use here: the policy of the pages forbids what it does.
    """
    end = time.monotonic() + PATIENCE
    while (seen := look()) != wanted:
        assert time.monotonic() < end, f"{seen!r} is seen, and not {wanted!r}"
        time.sleep(0.02)


def set_width(page: Page, width: int) -> None:
    """Give a page another width (pixels), and wait until it has settled in it."""
    page.set_viewport_size({"width": width, "height": 800})
    wait_for(lambda: page.evaluate("innerWidth"), width)
    settle(page)


def settle(page: Page) -> None:
    """Wait until fonts are there, and a page has been drawn twice.

    Observers of sizes are told when a page is drawn, and not when it is measured.
    """
    page.evaluate(SETTLED)


if __name__ == "__main__":
    with sync_playwright() as playwright:
        if find_browser(playwright.chromium.executable_path) is None:
            print(name_install_command())
