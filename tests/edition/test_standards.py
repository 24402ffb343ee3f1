"""The standards of sharing by which this edition is scored, and the file for CODECHECK."""

import yaml

from scripts.book.codecheck import RULES, STANDARD
from tests.chapter_runs import ROOT


def test_every_output_that_codecheck_lists_exists():
    content = yaml.safe_load((ROOT / "codecheck.yml").read_text(encoding="utf-8"))
    files = [entry["file"] for entry in content["manifest"]]
    assert [file for file in files if not (ROOT / file).is_file()] == []
    assert len(files) == len(set(files))


def test_whatever_is_met_has_evidence_that_exists(study):
    frame = study.frame("standards")
    met = frame[frame["answer"].isin(["met", "partly"])]
    assert (met["evidence"] != "").all()
    assert [path for path in frame["evidence"] if path and not (ROOT / path).is_file()] == []


def test_every_rule_of_codecheck_that_is_tried_is_in_the_table(study):
    frame = study.frame("standards")
    assert set(RULES["rules"]) <= set(frame.loc[frame["standard"] == STANDARD, "item"])


def test_what_needs_somebody_else_stays_open(study):
    frame = study.frame("standards").set_index(["standard", "item"])["answer"]
    assert set(frame[STANDARD].filter(like="CC-REP")) == {"open"}
    assert set(frame[STANDARD].filter(like="CC-REG")) == {"open"}
    assert frame["ACM badges 1.1", "Reproduced"] == "open"
    assert frame["ACM badges 1.1", "Available"] == "not met"
