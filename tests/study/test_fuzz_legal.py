"""Any legal study can be shown, and every value of it is found again in what is shown."""

import tempfile
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from scripts.analysis import configurations
from scripts.analysis.configurations import select_configurations
from scripts.diagrams import sentences
from scripts.diagrams.figures import PAPERS, split_model
from scripts.display import exhibits
from scripts.files import mime_types
from scripts.look.markup import render
from scripts.study.study import load_study
from tests.change_models import (
    build_change_model,
    build_figure_model,
    draw_change_model,
    find_marks,
)
from tests.comparisons import compare_all, compare_exhibit
from tests.exhibits import rebuild_table, show_chapter
from tests.fuzzing import (
    PLAN,
    examples,
    expect_count,
    expect_heading,
    expect_levels,
    expect_lines,
    expect_quotations,
    invented_studies,
    shown_rows,
    squash,
    squeeze,
)

pytestmark = pytest.mark.night

SVG = "{http://www.w3.org/2000/svg}"
MARKS = {"yes": "✓", "no": "✗", "": None}


@contextmanager
def written(study):
    """The study of an invented folder, loaded; the folder is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield load_study(study.write(Path(folder) / "data"))


def read_table(html):
    """Caption, headings, and rows of a shown table: stub and cells, without marks and links."""
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find(["script", "i"])
    for mark in soup.find_all("a"):
        mark.decompose()
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    for paragraph in soup.find_all(["p", "li"]):
        paragraph.append("\n")
    body = soup.select("tbody tr")
    rows = [
        (squeeze(row.find("th").get_text()), [cell.get_text().strip() for cell in cells])
        for row in body
        if (cells := row.find_all("td"))
    ]
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    heads = [squeeze(cell.get_text()) for cell in soup.find("thead").find_all("th")]
    blocks = [squeeze(cell.get_text()) for cell in soup.select("tr.block th")]
    return squeeze(soup.find("caption").get_text()), heads, rows, blocks


@examples("tables")
@given(invented_studies())
def test_no_value_is_lost_from_a_table(invented):
    with written(invented) as study:
        for exhibit in invented.exhibits("demographics"):
            check_demographics(invented, study, exhibit)
        for exhibit in invented.exhibits("interviews"):
            check_interviews(invented, study, exhibit)
        for exhibit in invented.exhibits("configurations"):
            check_configurations(invented, study, exhibit)
        configurations.count_all(study)


def check_demographics(invented, study, exhibit):
    table = rebuild_table(study, exhibit["exhibit"])
    caption, heads, rows, blocks = read_table(exhibits.show(table).html)
    groups = {g["group"]: g for g in invented.settings["groups"]}
    assert squeeze(exhibit["caption"]) in caption
    wanted = [squeeze(expect_heading(invented, groups[key])) for key in exhibit["groups"]]
    assert heads == wanted
    cells = {}
    labels = {r["characteristic"]: r["label"] for r in invented.tables["characteristics"]}
    for row in invented.tables["demographics"]:
        if row["group"] in exhibit["groups"]:
            own = cells.setdefault((row["characteristic"], row["level"]), {})
            own[row["group"]] = squeeze(expect_count(invented, row))
    wanted = sorted(
        (squeeze(level), [own[group] for group in exhibit["groups"]])
        for (_, level), own in cells.items()
    )
    assert sorted((stub, [*map(squeeze, found)]) for stub, found in rows) == wanted
    shown = {squeeze(labels[characteristic]) for characteristic, _ in cells}
    assert set(blocks) == shown


def check_interviews(invented, study, exhibit):
    table = rebuild_table(study, exhibit["exhibit"])
    _, _, rows, _ = read_table(exhibits.show(table).html)
    held = {row["group"]: row for row in invented.tables["interviews"]}
    groups = {g["group"]: g for g in invented.settings["groups"]}
    gap = squeeze(invented.settings.get("not_available", "Not available"))
    assert [stub for stub, _ in rows] == [squeeze(groups[g]["label"]) for g in exhibit["groups"]]
    for group, (_, cells) in zip(exhibit["groups"], rows, strict=True):
        for name, cell in zip(("interviewees", "mean", "minimum", "maximum"), cells, strict=True):
            if held[group][name]:
                # A mean of 37.25 minutes is printed with one decimal.
                assert abs(float(cell) - float(held[group][name])) <= 0.0501
            else:
                assert squeeze(cell) == gap


def check_configurations(invented, study, exhibit):
    table = rebuild_table(study, exhibit["exhibit"])
    caption, heads, rows, _ = read_table(exhibits.show(table).html)
    assert squeeze(exhibit["caption"]) in caption
    parts = [*invented.settings["stages"], *invented.settings.get("theories", [])]
    assert {squeeze(part["label"]) for part in parts} <= set(heads)
    assert {squeeze(s["spanner"]) for s in parts if "spanner" in s} <= set(heads)
    wanted = shown_rows(invented, exhibit)
    assert [stub for stub, _ in rows] == [row["position"] for row in wanted]
    gap = invented.settings.get("not_in_source", "Not in the source text")
    for row, (_, cells) in zip(wanted, rows, strict=True):
        expected = [expect_cell(invented, row, stage) or gap for stage in invented.stages]
        expected += [MARKS[row[theory]] or gap for theory in invented.theories]
        if invented.tables.get("quotations"):
            expected.append("\n".join(expect_quotations(invented, row["configuration"])))
        assert [*map(squeeze, cells)] == [*map(squeeze, expected)]


def expect_cell(invented, row, stage):
    """The text that a page has to show of a cell: its elements with their levels."""
    lines, levels = expect_lines(invented, row, stage), expect_levels(invented, row, stage)
    if len(set(levels)) == 1:
        return "\n".join([f"{level}:" for level in levels[:1] if level] + lines)
    named = zip(lines, levels, strict=True)
    return "\n".join(f"{level}: {line}" if level else line for line, level in named)


def expect_labels(invented, row, stage):
    """The labels that a drawing has to show of a cell, each with its level."""
    if not row[stage]:
        return {(squash(invented.settings.get("not_in_source", "Not in the source text")), "")}
    if not invented.tables.get("codings"):
        lines, levels = expect_lines(invented, row, stage), expect_levels(invented, row, stage)
        return {(squash(line), squash(level)) for line, level in zip(lines, levels, strict=True)}
    labels = {e["element"]: e["label"] for e in invented.tables["elements"]}
    place = (row["configuration"], stage)
    own = [c for c in invented.tables["codings"] if (c["configuration"], c["stage"]) == place]
    level = squash(row.get(f"{stage}_level", ""))
    return {(squash(labels[c["element"]]), level) for c in own}


def read_boxes(svg):
    """For each number of a configuration and stage, the labels in its boxes with their levels."""
    root = ET.fromstring(svg)
    found = {}
    for box in root.iter():
        if "data-box" not in box.attrib:
            continue
        read = {
            squash("".join("".join(line.itertext()) for line in words.iter(f"{SVG}text"))): words
            for words in box.findall(f"{SVG}g")
            if "chip" not in words.get("class", "")
        }
        level = next((text for text, words in read.items() if words.get("class")), "")
        labels = {(text, level) for text, words in read.items() if not words.get("class")}
        stage = box.attrib["data-box"].rpartition("-")[0]
        for number in box.attrib["data-configurations"].split():
            found.setdefault((number, stage), set()).update(labels)
    return found


@examples("drawings")
@given(invented_studies(most=7), st.booleans())
def test_no_value_is_lost_from_a_drawing_and_its_words(invented, live):
    with written(invented) as study:
        marks = find_marks(study, status=True, delivery=True, valence=True)
        for exhibit in invented.exhibits("diagram"):
            rows = shown_rows(invented, exhibit)
            model = build_figure_model(study, exhibit["exhibit"])
            svg = draw_change_model(
                study, model, "fig", exhibit["caption"], status=live, valence=live, live=live
            )
            BeautifulSoup(exhibits.format_figure(svg, "fig", exhibit["caption"]), "html.parser")
            found = read_boxes(svg)
            for row in rows:
                for stage in invented.stages:
                    wanted = expect_labels(invented, row, stage)
                    assert found[row["position"], stage] >= wanted
            outline = sentences.format_outline([("", model)])
            chosen = select_configurations(study, exhibit.get("show", {}))
            told = sentences.build_sentences(study, model, marks)
            text = render("display/sentences.html", sentences=told, summary="As text")
            words = squash(BeautifulSoup(outline, "html.parser").get_text())
            read = squash(BeautifulSoup(text, "html.parser").get_text())
            for row in rows:
                for stage in invented.stages:
                    for label, level in expect_labels(invented, row, stage):
                        assert label in words
                        assert level in words
                    lines = expect_lines(invented, row, stage)
                    levels = expect_levels(invented, row, stage)
                    for line, level in zip(lines, levels, strict=True):
                        said = f" ({level})" if level else ""
                        assert squash(f"“{line.rstrip('.')}”{said}") in read
            model = build_change_model(study, chosen)
            _, parts = split_model(model, PAPERS["column"])
            names = [name for _, part in parts for name in part.numbers]
            assert sorted(names) == sorted(row["configuration"] for row in rows)


def read_charts(study, key):
    """All the text that the charts of an exhibit's chapter show, without blanks."""
    forms = [shown.forms.get(mime_types.FIGURE, {}) for shown in show_chapter(study, key)]
    roots = [ET.fromstring(d["svg"]) for form in forms for d in form.get("drawings", ())]
    texts = [text for root in roots for text in root.iter(f"{SVG}text")]
    return squash("".join("".join(text.itertext()) for text in texts))


@examples("charts")
@given(invented_studies(most=6))
def test_no_group_or_level_is_lost_from_a_chart(invented):
    with written(invented) as study:
        labels = {g["group"]: g["label"] for g in invented.settings["groups"]}
        for exhibit in invented.exhibits("demographics"):
            text = read_charts(study, exhibit["exhibit"])
            counted = [r for r in invented.tables["demographics"] if r["count"]]
            for row in counted:
                if row["group"] in exhibit["groups"]:
                    assert squash(labels[row["group"]]) in text
                    assert squash(row["level"]) in text
        for exhibit in invented.exhibits("interviews"):
            text = read_charts(study, exhibit["exhibit"])
            for group in exhibit["groups"]:
                assert squash(labels[group]) in text


def test_two_thousand_examples_or_more_are_tried_in_a_night():
    assert sum(PLAN.values()) >= 2000


@examples("comparison")
@given(invented_studies(most=5, large=False), st.randoms(use_true_random=False))
def test_what_is_printed_as_it_is_rebuilt_agrees_and_else_differs(invented, chance):
    with written(invented) as study:
        assert all(not comparison.failures for comparison in compare_all(study).values())
        cells = {}
        for exhibit in study.settings.exhibits:
            cells[exhibit.exhibit] = [
                c for c in compare_exhibit(study, exhibit.exhibit).cells if c.text
            ]
    if not any(cells.values()):
        return
    for exhibit in invented.settings["exhibits"]:
        if cells[exhibit["exhibit"]]:
            del exhibit["published"]
    cells = {name: own for name, own in cells.items() if own}
    for name, own in cells.items():
        invented.tables[f"published_{name}"] = [
            {"row": c.row, "column": c.column, "printed": c.text, "place": "invented"} for c in own
        ]
    with written(invented) as study:
        for name in cells:
            values = compare_exhibit(study, name).values
            shown = values[values["rebuilt"] != ""]
            assert set(shown["verdict"]) <= {"transcribed", "reproduced"}, shown
    name = chance.choice(list(cells))
    printed = invented.tables[f"published_{name}"]
    place = chance.randrange(len(printed))
    printed[place] = printed[place] | {"printed": f"{printed[place]['printed']} and 7 more"}
    with written(invented) as study:
        failures = compare_exhibit(study, name).failures
        where = f"{name}, row {printed[place]['row']}, column {printed[place]['column']}"
        assert [line for line in failures if line.startswith(where)]
