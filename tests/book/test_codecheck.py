"""``codecheck.yml`` against the rules of CODECHECK, and against the table of standards."""

import csv
import json
from pathlib import Path

import pytest

from scripts.__main__ import main
from scripts.book.codecheck import RULES, STANDARD, check_codecheck, is_orcid
from scripts.study.study import load_study
from tests.studies import write_study

SOUND = """---
version: https://codecheck.org.uk/spec/config/2.0/
paper:
  title: Walking together
  authors:
    - name: Ann Alder
      ORCID: 0000-0002-1825-0097
  reference: https://doi.org/10.1234/walks
reference-other:
  - https://example.org/walks
summary: Table 1 is rebuilt.
manifest:
  - file: table.csv
    comment: Table 1
codechecker:
  - name: Bea Birch
    ORCID: 0000-0001-5109-3700
certificate: 2026-001
report: https://doi.org/10.1234/report
"""
BROKEN = {
    "CC-CFG-002": ("---\n", ""),
    "CC-CFG-004": ("manifest:", "outputs:"),
    "CC-CFG-005": ("- file: table.csv\n    comment", "- comment"),
    "CC-CFG-006": ("table.csv", "/table.csv"),
    "CC-CFG-007": ("    comment: Table 1\n", ""),
    "CC-CFG-008": ("codechecker:", "checker:"),
    "CC-CFG-009": ("- name: Bea Birch\n    ORCID", "- ORCID"),
    "CC-CFG-010": ("    ORCID: 0000-0001-5109-3700\n", ""),
    "CC-CFG-011": ("report: https://doi.org/10.1234/report\n", ""),
    "CC-CFG-012": ("report: https://doi.org/10.1234/report", "report: on paper"),
    "CC-CFG-013": ("10.1234/report", "10.5281/zenodo.FIXME"),
    "CC-CFG-014": ("version: https://codecheck.org.uk/spec/config/2.0/\n", ""),
    "CC-CFG-015": ("config/2.0", "config/9.0"),
    "CC-CFG-016": ("paper:", "article:"),
    "CC-CFG-017": ("  title: Walking together\n", ""),
    "CC-CFG-018": ("  authors:", "  writers:"),
    "CC-CFG-019": ("- name: Ann Alder\n      ORCID", "- ORCID"),
    "CC-CFG-020": ("      ORCID: 0000-0002-1825-0097\n", ""),
    "CC-CFG-021": ("  reference: https://doi.org/10.1234/walks\n", ""),
    "CC-CFG-022": ("https://doi.org/10.1234/walks", "https://example.org/walks.pdf"),
    "CC-CFG-023": ("Table 1 is rebuilt", "TODO"),
    "CC-CFG-024": ("summary: Table 1 is rebuilt.\n", ""),
    "CC-CFG-025": ("certificate: 2026-001\n", ""),
    "CC-CFG-026": ("2026-001", "2026-1"),
    "CC-CFG-027": ("https://doi.org/10.1234/walks", "Alder (2026)"),
    "CC-CFG-028": ("https://doi.org/10.1234/walks", "https://example.org/walks"),
    "CC-CFG-029": ("reference-other:\n  - ", "reference-other: "),
    "CC-CFG-030": ("https://example.org/walks", "Alder (2025)"),
    "CC-MET-001": ("0000-0002-1825-0097", "0000-0002-1825-0098"),
    "CC-BUN-001": ("table.csv", "other.csv"),
}


@pytest.fixture
def bundle(tmp_path):
    write_study(tmp_path / "data")
    (tmp_path / "codecheck.yml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "table.csv").touch()
    (tmp_path / "LICENSE").touch()
    (tmp_path / "codecheck").mkdir()
    return tmp_path


def find(bundle: Path) -> list:
    return list(check_codecheck(bundle, load_study(bundle / "data")))


def add_standards(bundle: Path, **answers: str) -> None:
    """Add a table of standards with the answers to some rules, and its description."""
    columns = ["standard", "item", "topic", "answer", "evidence", "remark"]
    with (bundle / "data" / "standards.csv").open("w", encoding="utf-8", newline="") as target:
        rows = [[STANDARD, key.replace("_", "-"), "t", a, "", ""] for key, a in answers.items()]
        csv.writer(target, lineterminator="\n").writerows([columns, *rows])
    path = bundle / "data" / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    fields = [{"name": column, "type": "string"} for column in columns]
    entry = {"name": "standards", "path": "standards.csv", "schema": {"fields": fields}}
    package["resources"].append(entry)
    path.write_text(json.dumps(package), encoding="utf-8")


def test_a_sound_file_keeps_every_rule(bundle):
    assert find(bundle) == []


@pytest.mark.parametrize("rule", sorted(BROKEN))
def test_a_broken_rule_is_named(bundle, rule):
    old, new = BROKEN[rule]
    assert old in SOUND
    (bundle / "codecheck.yml").write_text(SOUND.replace(old, new), encoding="utf-8")
    assert rule in {problem.column for problem in find(bundle)}


def test_every_rule_that_is_looked_at_has_been_broken():
    assert set(RULES["rules"]) == {*BROKEN, "CC-BUN-002", "CC-BUN-005"}


def test_a_folder_for_the_check_and_a_licence_are_missed(bundle):
    (bundle / "codecheck").rmdir()
    (bundle / "LICENSE").unlink()
    assert [problem.column for problem in find(bundle)] == ["CC-BUN-002", "CC-BUN-005"]


def test_the_check_of_the_data_names_a_broken_rule(bundle, capsys):
    (bundle / "codecheck.yml").write_text(SOUND.replace("10.1234/walks", "FIXME"), "utf-8")
    assert main(["check", str(bundle / "data")]) == 1
    assert "CC-CFG-023" in capsys.readouterr().out


def test_a_folder_without_the_file_has_no_rules_to_keep(bundle):
    (bundle / "codecheck.yml").unlink()
    assert find(bundle) == []


def test_a_file_that_is_no_yaml_is_refused(bundle):
    (bundle / "codecheck.yml").write_text("--- [", encoding="utf-8")
    assert [problem.file for problem in find(bundle)] == ["codecheck.yml"]


def test_a_rule_may_be_broken_if_the_table_says_so(bundle):
    old, new = BROKEN["CC-CFG-020"]
    (bundle / "codecheck.yml").write_text(SOUND.replace(old, new), encoding="utf-8")
    add_standards(bundle, CC_CFG_020="not met")
    assert find(bundle) == []


def test_a_rule_that_is_kept_may_not_be_called_open(bundle):
    add_standards(bundle, CC_CFG_001="met", CC_CFG_020="open")
    (problem,) = find(bundle)
    assert (problem.file, problem.row, problem.column) == ("standards.csv", 3, "answer")
    assert problem.found == "“open”"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("0000-0002-1825-0097", True),
        ("0000-0002-9079-593X", True),
        ("0000-0002-1825-009X", False),
        ("https://orcid.org/0000-0002-1825-0097", False),
        ("", False),
    ],
)
def test_the_last_sign_of_an_orcid_follows_from_the_others(text, right):
    assert is_orcid(text) is right
