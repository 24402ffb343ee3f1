"""Whatever befalls a build, the last good site is untouched and the next build is right."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.edition.test_book import (
    NEW,
    edit,
    edit_cell,
    edit_counts,
    make_book,
    read_edited_row,
    read_site,
    run,
    start,
)

pytestmark = [pytest.mark.long, pytest.mark.night]

KILLS = int(os.environ.get("EDITION_KILLS", "4"))
ALONE = ["unshare", "--mount", "--map-root-user"]


@pytest.fixture(scope="module")
def before(tmp_path_factory, unprinted) -> Path:
    """A small book with its site. Tests work on copies."""
    folder = make_book(tmp_path_factory.mktemp("before") / "book")
    assert run(folder)[0] == 0
    return folder


@pytest.fixture
def book(before, tmp_path) -> Path:
    """A copy of the small book, with its site, to spoil."""
    return Path(shutil.copytree(before, tmp_path / "book", copy_function=shutil.copy2))


def run_mounted(book: Path, mounts: str) -> tuple[int, str]:
    """Return status and words of a build that sees some folders mounted otherwise."""
    probe = [*ALONE, "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    if sys.platform != "linux" or subprocess.run(probe, capture_output=True).returncode:
        pytest.skip("this machine does not let a test mount anything")
    build = shlex.join([sys.executable, "-m", "scripts", "book"])
    done = subprocess.run(
        [*ALONE, "sh", "-c", f"{mounts} && exec {build}"],
        cwd=book,
        env=os.environ | {"PYTHONPATH": str(book)},
        capture_output=True,
        text=True,
        timeout=900,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_build_killed_at_any_moment_leaves_the_last_site_or_the_new_one(book):
    old = read_site(book)
    edit_counts(book)
    started = time.monotonic()
    fresh = Path(shutil.copytree(book, book.with_name("fresh"), copy_function=shutil.copy2))
    assert run(fresh)[0] == 0
    new, took = read_site(fresh), time.monotonic() - started
    chance = Random(KILLS)
    for _ in range(KILLS):
        process = start(book)
        time.sleep(chance.uniform(0, took))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=900)
        site = read_site(book)
        # Between two renames there is no site; the next build puts the last one back.
        assert site in (old, new) or (not site and (book / "_build/html.leaving").is_dir())
    status, said = run(book)
    assert status == 0, said
    assert read_site(book) == new
    assert {path.name for path in (book / "_build").glob("html*")} == {"html", "html.seal"}


@pytest.mark.parametrize(
    ("folder", "size"),
    [("stage", "64k"), ("stage", "3M"), ("executed", "8k"), ("downloads", "64k")],
)
def test_a_full_disk_is_named_and_harms_nothing(book, folder, size):
    old = read_site(book)
    edit_counts(book)
    place = shlex.quote(str(book / "_build/work/_build" / folder))
    mount = f"mkdir -p {place} && mount -t tmpfs -o size={size} tmpfs {place}"
    status, said = run_mounted(book, mount)
    assert status == 1, said
    assert "No space left on device" in said
    assert "Nothing was changed" in said
    assert "Traceback" not in said
    assert read_site(book) == old
    status, said = run(book)
    assert status == 0, said
    assert NEW in read_edited_row(book)


@pytest.mark.parametrize("place", [".", "_build", "_build/work/_build/executed"])
def test_a_folder_that_may_only_be_read_is_named_and_harms_nothing(book, place):
    old = read_site(book)
    edit_counts(book)
    name = shlex.quote(str(book / place))
    mount = f"mount --bind {name} {name} && mount -o remount,ro,bind {name}; cd {book}"
    status, said = run_mounted(book, mount)
    assert status == 1, said
    assert "Read-only file system" in said
    assert "Nothing was changed" in said
    assert "Traceback" not in said
    assert read_site(book) == old


def test_a_conflict_that_git_left_is_named_where_it_is(book):
    old = read_site(book)
    edit(
        book / "data/demographics.csv",
        "mental_health_experience,Obsessive compulsive disorder,mothers",
        "<<<<<<< HEAD\nmental_health_experience,Obsessive compulsive disorder,mothers",
    )
    status, said = run(book)
    assert status == 1
    assert "demographics.csv" in said
    assert "merge conflict left by Git" in said
    assert read_site(book) == old


def test_a_corrupt_cache_is_made_anew(book):
    old = read_site(book)
    for file in (book / "_build").rglob("*"):
        if file.is_file() and "html" not in file.relative_to(book / "_build").parts:
            file.write_bytes(b"\x00corrupt")
    status, said = run(book)
    assert status == 0, said
    assert "executing" in said
    assert read_site(book) == old


@pytest.mark.parametrize(
    ("limit", "name", "code", "message"),
    [
        (
            "timeout: 2",
            "index.ipynb",
            "while True: pass",
            r"index\.ipynb, cell 2 ran for more than 2 seconds and was stopped",
        ),
        # Before the chapters are executed, the cells that a verdict depends on are run.
        (
            "timeout: 2",
            "chapters/participants.ipynb",
            "while True: pass\nshow_verdict",
            r"participants\.ipynb, cell 2 ran for more than 2 seconds and was stopped",
        ),
        (
            "timeout: 300\n  memory: 0.6",
            "index.ipynb",
            "hoard = []\nwhile True: hoard.append(bytes(10**7))",
            # With nothing left, now and then the kernel cannot even say so, and ends.
            r"index\.ipynb, cell 2(: the kernel died; perhaps it)? used more than "
            r"0\.6 gigabytes of memory, the limit that _config\.yml can set",
        ),
    ],
    ids=["never ends", "verdict never ends", "takes all memory"],
)
def test_a_chapter_that_takes_all_time_or_memory_is_stopped(book, limit, name, code, message):
    old = read_site(book)
    edit(book / "_config.yml", "timeout: 300", limit)
    edit_cell(book / name, 2, code)
    status, said = run(book)
    assert status == 1
    assert re.search(message, said), said
    assert read_site(book) == old
