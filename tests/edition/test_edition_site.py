"""What holds for the study of this edition alone: site."""

import csv
import re
from collections import Counter
from pathlib import PurePosixPath

import yaml

from scripts.chapters.notebooks import read_chapter
from scripts.study.study import load_study
from tests import ROOT
from tests.comparisons import compare_all


def test_every_note_mark_leads_to_its_note(pages, anchors):
    marks = [(name, mark["href"]) for name, p in pages.items() for mark in p.select("a.note-mark")]
    assert marks, "no cell is marked"
    for name, address in marks:
        path, _, anchor = address.partition("#")
        target = (PurePosixPath(name).parent / path).as_posix() if path else name
        assert anchor in anchors[target], f"{name}: {address}"


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a data file, read with nothing of the package."""
    with (ROOT / "data" / name).open(encoding="utf-8-sig", newline="") as stream:
        return [row for row in csv.DictReader(stream) if any(row.values())]


def test_numbers_on_the_landing_page_are_those_of_the_data(pages):
    settings = yaml.safe_load((ROOT / "data/study.yml").read_text("utf-8"))
    rows = read_rows("configurations.csv")
    final = [row for row in rows if row["final"] == "yes"]
    expected = {f"n_{group['group']}": group["n"] for group in settings["groups"]}
    expected |= {
        "n_all": sum(group["n"] for group in settings["groups"]),
        "configurations": len(rows),
        "initial": sum(row["initial"] == "yes" for row in rows),
        "final": len(final),
        "final_positive": sum(row["valence"] == "positive" for row in final),
        "final_negative": sum(row["valence"] == "negative" for row in final),
        "quotations": len(read_rows("quotations.csv")),
    }
    slips = {
        (note["exhibit"], note["row"], note["field"]): note["slip_of"]
        for note in read_rows("editorial_notes.csv")
    }
    # What another exhibit counts already.
    twice = {
        place for row in read_rows("published/claims.csv") for place in row["also_in"].split("; ")
    }
    told = Counter()
    for exhibit, comparison in compare_all(load_study(ROOT / "data")).items():
        for value in comparison.values[comparison.values["printed"] != ""].itertuples():
            if f"{exhibit}/{value.row}/{value.column}" in twice:
                continue
            name = value.verdict
            if name == "differs" and value.basis == "checked":
                name = "failed"
            elif name == "differs":
                is_slip = slips.get((exhibit, value.row, value.column)) == "paper"
                name = name if is_slip else "read otherwise"
            told[name] += 1
    expected |= {verdict.replace(" ", "_"): count for verdict, count in told.items()}
    expected["printed"] = told.total()

    notebook = read_chapter(ROOT / "index.ipynb")
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    names = re.findall(r"\{glue:text\}`([^`:]+)`", prose)
    shown = [tag.get_text(strip=True) for tag in pages["index.html"].select("span.pasted-text")]
    assert len(names) == len(shown) > 5
    checked = {name for name in names if name in expected}
    assert checked == set(names), f"not checked here: {sorted(set(names) - checked)}"
    wrong = [
        f"{name}: {text} on the page, {expected[name]} in the data"
        for name, text in zip(names, shown, strict=True)
        if text != str(expected[name])
    ]
    assert wrong == []
