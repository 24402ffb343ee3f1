"""A whole book each of whose texts would like to do harm, for the tests that see it does none.

It is a new book as anybody gets it. Its configurations, quotations, notes, published values,
labels and captions hold scripts, links, formulas, and the markup of every program that has a
hand in making the pages.
"""

import csv
import os
import subprocess
import sys
from pathlib import Path

import yaml

from scripts.adapt.new_evaluation import write_evaluation
from scripts.commands.adapt import plan_new
from scripts.study.study import load_study
from tests.comparisons import compare_exhibit

# Stands in every harmful text, so that it can be found wherever it gets to.
MARK = "zqx"
SPOILED = (
    f"<script>window.{MARK}=1</script>",
    f"</script><script>window.{MARK}=1</script>",
    f"<img src={MARK} onerror=window.{MARK}=1>",
    f'" onmouseover="window.{MARK}=1" autofocus onfocus=\'window.{MARK}=1\'',
    f"<svg/onload=window.{MARK}=1><style>*{{display:none}}</style>",
    f"</text></svg></td></table></title></desc><b>{MARK}</b>",
    f"[{MARK}](javascript:window.{MARK}=1) ![{MARK}](http://{MARK}.example/x.png)",
    f"<javascript:window.{MARK}=1> https://{MARK}.example/ `{MARK} <javascript:1>`_",
    f"{{{{ 7*7 }}}} {{% raw %}} {{# {MARK} #}} {{{MARK}}} {{0}} %s %({MARK})s",
    f"$x^2$ \\input{{/etc/passwd}} \\write18{{{MARK}}} & % # _ ~ ^ \\\\ \\(y\\)",
    f"]]> <![CDATA[ {MARK} --> <!-- {MARK}",
    f"&amp; &lt;b&gt;{MARK}&lt;/b&gt; &#60;i&#62; &zwnj;",
    f"`{MARK}` ``{MARK}`` **{MARK}** _{MARK}_ |{MARK}| ~~{MARK}~~ :{MARK}:",
    f"{{cite}}`{MARK}` {{eval-rst}}`{MARK}` :ref:`{MARK}` [^{MARK}] [[{MARK}]]",
    f"```{{eval-rst}} .. raw:: html {MARK} ``` ::: +++ (x)= % {MARK}",
    f"--- # {MARK} ... ~~~ > {MARK} !include {MARK} &anchor *alias",
    f"=cmd|' /C calc'!A0 {MARK}",
    f'=HYPERLINK("http://{MARK}.example","{MARK}")',
    f"+1 {MARK}",
    f"-2+3 {MARK}",
    f"@SUM(1) {MARK}",
    f"' OR 1=1; DROP {MARK} \\u003cscript\\u003e \\x3c \\n %3Cscript%3E",
)
STAGES = ("context", "mechanism", "outcome")


def spoil(text: str, number: int) -> str:
    """Return a text with one of the harmful ones around it."""
    return f"{SPOILED[number % len(SPOILED)]} {text} {SPOILED[number % len(SPOILED)]}"


def make_spoiled_book(folder: Path) -> Path:
    """Write the book, and return its folder."""
    write_evaluation(folder, plan_new())
    data = folder / "data"
    rows = [
        {
            "configuration": f"row-{i}",
            "position": i + 1,
            "title": spoil("The title", i),
            **{stage: spoil(f"The {stage} {i // 2}", i + n) for n, stage in enumerate(STAGES)},
            "initial": "yes" if i % 3 else "no",
            "final": "yes" if i % 4 else "no",
            "valence": "positive" if i % 2 else "negative",
        }
        for i in range(len(SPOILED))
    ]
    for row in rows:
        if row["initial"] == row["final"] == "no":
            row["final"] = "yes"
    rows[3]["outcome"] = ""
    _write(data / "configurations.csv", rows)
    _write(
        data / "quotations.csv",
        [
            {
                "configuration": row["configuration"],
                "position": 1,
                "speaker": spoil("Ada", i),
                "speaker_group": "gardeners" if i % 2 else "organisers",
                "text": spoil("Said so.", i),
            }
            for i, row in enumerate(rows)
        ],
    )
    codes = [(f"{stage}-{i}", stage, i) for stage in STAGES for i in range(len(rows))]
    codes = [(code, stage, i) for code, stage, i in codes if rows[i][stage]]
    _write(
        data / "elements.csv",
        [
            {
                "element": code,
                "stage": stage,
                "label": spoil(code, i),
                "clause": spoil("does so", i),
                "theory": SPOILED[i],
                "definition": spoil("Is so.", i),
            }
            for code, stage, i in codes
        ],
    )
    _write(
        data / "codings.csv",
        [
            {
                "configuration": f"row-{i}",
                "stage": stage,
                "element": code,
                "phrase": rows[i][stage],
            }
            for code, stage, i in codes
        ],
    )
    _spoil_column(data / "characteristics.csv", "label")
    _spoil_column(data / "demographics.csv", "level", by="level")
    for column in ("part", "topic", "remark"):
        _spoil_column(data / "reporting_standards.csv", column)
    _spoil_settings(data / "study.yml")
    _publish(data)
    return folder


def build_spoiled_book(folder: Path) -> Path:
    """Build the site of the book as its owner would, and return the folder of the pages."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts", "book"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return folder / "_build" / "html"


def _spoil_settings(path: Path) -> None:
    """Spoil every label, caption and word of the settings."""
    settings = yaml.safe_load(path.read_text("utf-8"))
    for i, key in enumerate(("title", "notice", "not_available", "not_in_source")):
        settings[key] = spoil(str(settings[key]), i)
    settings["quotations_label"] = spoil("Quotation", 5)
    settings["citation"] = spoil("Who, W. (2020). What.", 6)
    settings["licence"] = SPOILED[7]
    settings["authors"] = [{"family": spoil("Who", 0), "given": SPOILED[8]}]
    for kind, names in (
        ("groups", ("label",)),
        ("stages", ("label", "short_label", "as_clause", "spanner")),
        ("theories", ("label",)),
        ("exhibits", ("label", "caption")),
    ):
        for i, entry in enumerate(settings[kind]):
            for n, name in enumerate(names):
                entry[name] = spoil(str(entry.get(name, name)), 3 * i + n)
    path.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8")


def _publish(data: Path) -> None:
    """Write what is rebuilt as if it had been printed, with one value that differs."""
    study, notes = load_study(data), []
    for exhibit in study.settings.exhibits:
        if exhibit.kind not in ("demographics", "interviews", "configurations"):
            continue
        cells = {(c.row, c.column): c.text for c in compare_exhibit(study, exhibit.exhibit).cells}
        rows = [
            {"row": row, "column": column, "printed": text, "place": spoil("Page 1", i)}
            for i, ((row, column), text) in enumerate(cells.items())
        ]
        if exhibit.kind == "configurations":
            for row in rows:
                # What is missing in both needs a note, and so does what differs.
                missing = (row["row"], row["column"]) == ("row-3", "outcome")
                if missing or (row["row"] in ("row-1", "row-2") and row["column"] in STAGES):
                    rebuilt = row["printed"]
                    row["printed"] = "" if missing else spoil("Otherwise", len(notes))
                    notes.append(
                        {
                            "exhibit": exhibit.exhibit,
                            "row": row["row"],
                            "field": row["column"],
                            "kind": "missing" if missing else "slid",
                            "source_reading": row["printed"],
                            "reading_used": rebuilt,
                            "reason": spoil("It is so.", len(notes)),
                            "evidence": spoil("Page 2", len(notes)),
                            "confidence": "high",
                        }
                    )
        _write(data / "published" / f"{exhibit.exhibit}.csv", rows)
    settings = yaml.safe_load((data / "study.yml").read_text("utf-8"))
    for entry in settings["exhibits"]:
        if (data / "published" / f"{entry['exhibit']}.csv").is_file():
            del entry["published"]
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
    (data / "study.yml").write_text(text, "utf-8")
    _write(data / "editorial_notes.csv", notes)


def _spoil_column(path: Path, column: str, by: str = "") -> None:
    """Spoil a column of a file; the same value `by` another column becomes the same text."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    seen: dict[str, int] = {}
    for i, row in enumerate(rows):
        row[column] = spoil(row[column], seen.setdefault(row[by], len(seen)) if by else i)
    _write(path, rows)


def _write(path: Path, rows: list[dict]) -> None:
    """Write rows as CSV."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
