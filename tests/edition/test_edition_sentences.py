"""What holds for the study of this edition alone: sentences."""

import csv
import re

import pytest
from bs4 import BeautifulSoup

from scripts.analysis.configurations import select_configurations
from scripts.diagrams.sentences import build_sentences, describe_change_model, format_outline
from tests.change_models import build_change_model, build_figure_model, find_marks

FIGURES = {"figure_1": "positive", "figure_2": "negative"}


def read_rows(study, name):
    """Return the rows of a data file, read without the package."""
    with (study.directory / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(params=sorted(FIGURES))
def figure(request, study):
    """Return a figure's model, its rows, and the labels of each by stage."""
    rows = [
        row
        for row in read_rows(study, "configurations")
        if row["final"] == "yes" and row["valence"] == FIGURES[request.param]
    ]
    labels = {row["element"]: row["label"] for row in read_rows(study, "elements")}
    passes = {}
    for c in read_rows(study, "codings"):
        passes.setdefault((c["configuration"], c["stage"]), set()).add(labels[c["element"]])
    return build_figure_model(study, request.param), rows, passes


def read_list(study, model):
    """Return the entries of each stage in the list of a model: items that hold links and items."""
    html = format_outline([("", model)])
    stages = BeautifulSoup(html, "html.parser").details.ul.find_all("li", recursive=False)
    return [(name_item(item), list_items(item)) for item in stages]


def name_item(item):
    """Return the words of an item, without those of the items below it."""
    return "".join(
        part if isinstance(part, str) else part.get_text()
        for part in item.children
        if part.name != "ul"
    ).strip()


def list_items(item):
    return item.ul.find_all("li", recursive=False) if item.ul else []


def test_the_list_has_every_box_and_configuration(study, figure):
    model, rows, passes = figure
    outline = read_list(study, model)
    assert [name for name, _ in outline] == [s.short_label for s in study.settings.stages]
    numbers = {row["configuration"]: row["position"] for row in rows}
    names = {number: name for name, number in numbers.items()}
    for stage, (_, entries) in zip(study.settings.stages, outline, strict=True):
        told = {}
        for entry in entries:
            labels, _, _ = name_item(entry).rpartition(". Configuration")
            for link in entry.find_all("a", recursive=False):
                name = names[link.get_text()]
                assert link["href"] == f"../configurations/{name}.html"
                told.setdefault(name, set()).update(labels.split("; "))
        gap = {study.settings.not_in_source}
        assert told == {name: passes.get((name, stage.stage), gap) for name in numbers}


def test_the_list_leads_where_the_rows_lead(study, figure):
    model, rows, passes = figure
    outline = read_list(study, model)
    names = {row["position"]: row["configuration"] for row in rows}
    stages = [stage.stage for stage in study.settings.stages]
    assert not any(list_items(entry) for entry in outline[-1][1])
    for stage, following, (_, entries) in zip(stages[:-1], stages[1:], outline[:-1], strict=True):
        for entry in entries:
            own = {link.get_text() for link in entry.find_all("a", recursive=False)}
            led = {}
            for below in list_items(entry):
                match = re.fullmatch(
                    r"leads to ([^:]+): (.+) \(configurations? ([\d, ]+)\)", name_item(below)
                )
                for number in match[3].split(", "):
                    led.setdefault(number, set()).update(match[2].split("; "))
            gap = {study.settings.not_in_source}
            assert led == {n: passes.get((names[n], following), gap) for n in own}, stage


def test_a_sentence_has_every_stage_of_its_configuration(study):
    shown = select_configurations(study, study.exhibit("figure_1").show)
    sentences = build_sentences(study, build_change_model(study, shown))
    assert len(sentences) == len(shown) == 12
    stages = study.settings.stages
    for sentence, row in zip(sentences, shown.to_dict("records"), strict=True):
        assert sentence.startswith(f"No. {row['position']}: {stages[0].as_clause} “")
        for stage in stages:
            words = row[stage.stage]
            gap = f"[{stage.short_label.lower()} not in the extraction]"
            cited = f"“{words.rstrip('.')}”" if words else gap
            assert f"{stage.as_clause} {cited}" in sentence


def test_words_say_what_is_marked(study):
    marks = find_marks(study, status=True, delivery=True, valence=True)
    model = build_change_model(study, study.configurations)
    rows = {row["position"]: row for row in read_rows(study, "configurations")}
    known = {("yes", "yes"): "retained", ("no", "yes"): "new", ("yes", "no"): "dropped"}
    for sentence in build_sentences(study, build_change_model(study, study.configurations), marks):
        number, said = re.match(r"No. (\d+) \(([^)]*)\):", sentence).groups()
        row = rows[number]
        status = known.get((row["initial"], row["final"]), "theory status not stated")
        delivery = row["delivery"].replace("not stated", "delivery not stated")
        assert said == f"{status}, {delivery}, {row['valence']}"
    description = describe_change_model(model, marks)
    counts = [row["valence"] for row in rows.values()]
    for value in ("positive", "negative"):
        assert f"{counts.count(value)} {value}" in description
    assert "below" not in description
    assert "lists below" in describe_change_model(model, on_page=True)
