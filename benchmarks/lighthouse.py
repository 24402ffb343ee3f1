"""What Lighthouse says of the site: its first page, and its heaviest, on a phone and a desk.

Lighthouse is a program of its own, from npm, and needs Node 18 or later. Install it wherever
you like, build the book, and run this from the folder of the project:

    npm install --prefix /some/folder lighthouse
    .venv/bin/python -m benchmarks.lighthouse /some/folder/node_modules/.bin/lighthouse

The site is served on this machine, compressed as most hosts do it. Each page is measured several
times, and of each figure the median is kept in ``benchmarks/lighthouse.csv``. Phone: a slow 4G
connection and a processor slowed down four times, both simulated by Lighthouse. Scores for
performance depend on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from bs4 import BeautifulSoup

from tests.browser import find_browser

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
REPORT = ROOT / "benchmarks" / "lighthouse.csv"
# Of each hundred.
SCORES = ("performance", "accessibility", "best-practices", "seo")
# Milliseconds, and bytes as transferred.
FIGURES = {
    "first_contentful_paint": "first-contentful-paint",
    "largest_contentful_paint": "largest-contentful-paint",
    "total_blocking_time": "total-blocking-time",
    "transferred": "total-byte-weight",
}
DEVICES = {"phone": [], "desk": ["--preset=desktop"]}
FLAGS = "--headless=new --no-sandbox --disable-gpu"


class _Handler(SimpleHTTPRequestHandler):
    """Serves files, compressed where that helps, and writes no log."""

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content, kind = path.read_bytes(), self.guess_type(str(path))
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        if not kind.startswith(("image/png", "application/zip")):
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serve_compressed(folder: Path) -> Iterator[str]:
    """Serve a folder as most hosts do; the address ends with a slash."""
    handler = partial(_Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def find_pages() -> list[str]:
    """Return the first page and the one with the most HTML."""
    heaviest = max(SITE.rglob("*.html"), key=lambda path: path.stat().st_size)
    return ["index.html", heaviest.relative_to(SITE).as_posix()]


def read_title(page: str) -> str:
    """Return the first heading of a page, which readers know it by."""
    heading = BeautifulSoup((SITE / page).read_bytes(), "html.parser").h1
    for link in heading.select(".headerlink"):
        link.decompose()
    return heading.get_text(strip=True)


def measure(program: str, address: str, device: str) -> dict[str, float]:
    """Return scores and figures of one run."""
    command = [program, address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    done = subprocess.run(
        command + DEVICES[device],
        capture_output=True,
        check=False,
        env=os.environ | {"CHROME_PATH": find_browser() or ""},
    )
    if done.returncode:
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    said = json.loads(done.stdout)
    scores = {
        name.replace("-", "_"): round(100 * said["categories"][name]["score"]) for name in SCORES
    }
    figures = {name: said["audits"][key]["numericValue"] for name, key in FIGURES.items()}
    return scores | figures | {"lighthouse": said["lighthouseVersion"]}


def main() -> int:
    """Measure, write the report, and say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="path of the program lighthouse")
    parser.add_argument("--runs", type=int, default=3, help="runs of which to take the median")
    options = parser.parse_args()
    rows = []
    with serve_compressed(SITE) as root:
        for page in find_pages():
            for device in DEVICES:
                runs = [measure(options.program, root + page, device) for _ in range(options.runs)]
                version = runs[0].pop("lighthouse")
                median = {
                    key: round(statistics.median(run[key] for run in runs))
                    for key in runs[0]
                    if key != "lighthouse"
                }
                named = {"page": page, "title": read_title(page), "device": device}
                rows.append({**named, **median, "lighthouse": version})
                print(rows[-1], flush=True)
    with REPORT.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
