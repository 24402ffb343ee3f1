"""A browser for the tests, and what a page does in it that a reader would not see."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

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
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
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

    def attach(self, page: Page) -> None:
        """Note what the page does from now on."""
        page.on("console", lambda said: self._note_message(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("requestfailed", lambda request: self.complaints.append(f"no {request.url}"))
        page.on("request", lambda request: self.requests.append(request.url))

    def _note_message(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{kind}: {text}")

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
    try:
        page, watch = context.new_page(), Watch()
        watch.attach(page)
        if address is not None:
            page.goto(address)
        yield page, watch
    finally:
        context.close()


if __name__ == "__main__":
    with sync_playwright() as playwright:
        if find_browser(playwright.chromium.executable_path) is None:
            print(name_install_command())
