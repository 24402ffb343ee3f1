"""A browser for the tests, and what a page does in it that a reader would not see."""

from __future__ import annotations

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
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

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
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
# Seconds to wait for what a page does in its own time. A browser on a busy machine may need
# many; where all is well, none of them are spent.
PATIENCE = 60.0
# Seconds for what takes longer: to start the browser, to load a page.
LONG_PATIENCE = 180.0
expect.set_options(timeout=1000 * PATIENCE)


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


@dataclass(frozen=True)
class Watch:
    """What one or more pages asked for and complained of since the watch began."""

    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    open_requests: set[Request] = field(default_factory=set)
    given_up: set[Request] = field(default_factory=set)
    departures: set[Request] = field(default_factory=set)

    def attach(self, page: Page) -> None:
        """Note what the page does from now on."""
        page.on("console", lambda said: self._note_message(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("requestfailed", lambda request: self._note_failure(request))
        page.on("request", lambda request: self._note_request(request))
        page.on("framenavigated", lambda frame: self.departures.clear())
        for end in ("requestfinished", "requestfailed"):
            page.on(end, lambda request: self.open_requests.discard(request))

    def _note_message(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{kind}: {text}")

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
        if request not in self.given_up or request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"no {request.url}")

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
    **options: object,
) -> Iterator[tuple[Page, Watch]]:
    """Open a page of a given width (pixels) and theme in a context of its own; watch it.

    `options` are Playwright's for a context, such as ``java_script_enabled=False``.
    """
    size = {"width": width, "height": 800}
    context = browser.new_context(viewport=size, color_scheme=theme, **options)
    context.set_default_timeout(1000 * LONG_PATIENCE)
    try:
        page, watch = context.new_page(), Watch()
        watch.attach(page)
        if address is not None:
            page.goto(address)
        yield page, watch
    finally:
        context.close()


def reopen(page: Page, watch: Watch, address: str) -> None:
    """Load a page anew in the window that has it, and watch it anew.

    This is quicker than another window. Nothing is left of what was done in the page before,
    but for what it stored.
    """
    page.goto("about:blank")
    page.mouse.move(0, 0)
    watch.complaints.clear()
    watch.requests.clear()
    page.goto(address)


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
    """Give a page another width (pixels), and wait until it has it."""
    page.set_viewport_size({"width": width, "height": 800})
    wait_for(lambda: page.evaluate("innerWidth"), width)


def wait_for_search(page: Page, watch: Watch) -> None:
    """Wait until the page of the search has shown all that it found.

    It asks for each page that it found; whoever leaves it earlier makes these requests fail.
    """
    expect(page.locator(".search-summary")).to_contain_text("Search finished")
    wait_for(lambda: page.evaluate("1") and len(watch.open_requests), 0)


if __name__ == "__main__":
    with sync_playwright() as playwright:
        if find_browser(playwright.chromium.executable_path) is None:
            print(name_install_command())
