"""The workflows: nothing in them can be changed from outside, and they run what they say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests import ROOT

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
pytestmark = pytest.mark.skipif(not WORKFLOWS, reason="this copy of the project has no workflows")


def audit(folder):
    """What zizmor says of a folder of workflows, without the network, and its exit status."""
    zizmor = Path(sys.executable).with_name("zizmor")
    command = [str(zizmor), "--offline", "--pedantic", "--no-progress", "--color=never"]
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_no_workflow_can_be_abused():
    status, words = audit(FOLDER)
    assert status == 0, words


def test_the_audit_finds_an_action_that_is_not_pinned(tmp_path):
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    for path in WORKFLOWS:
        text = re.sub(r"@[0-9a-f]{40} # v[\d.]+", "@v1", path.read_text("utf-8"))
        (folder / path.name).write_text(text, "utf-8")
    status, words = audit(folder)
    assert status != 0
    assert "unpinned-uses" in words


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_workflow_only_reads_and_runs_commands_that_are_there(path):
    text = path.read_text("utf-8")
    content = yaml.safe_load(text)
    assert content["permissions"] == {"contents": "read"}
    assert all(
        re.fullmatch(r"[\w/.-]+@[0-9a-f]{40} # v\S+", use)
        for use in re.findall(r"uses: (.+)", text)
    )
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for job in content["jobs"].values():
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            words = step.get("run", "make book").split()
            is_target = words[0] == "make" and words[1] in targets
            assert is_target or (words[0] == "bash" and (ROOT / words[1]).is_file())
