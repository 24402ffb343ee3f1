"""Realist evaluations of other shapes: each becomes a book without a change to the scripts.

The shapes are those in which realist evaluations are published; the words are invented.
"""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from scripts.adapt.new_evaluation import write_evaluation
from scripts.adapt.plans import BookPlan, read_groups, read_stages
from scripts.chapters.contents import list_left_out
from scripts.chapters.executor import execute_chapters
from scripts.study.settings import Theory
from scripts.study.study import check_study, load_study

pytestmark = pytest.mark.night

WALKERS = read_groups("Walkers=9")
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsgemeinschaftsgeist"


def plan(stages, rows, groups=WALKERS, theories=(), **tables):
    """Return a plan with configurations whose cells come in the order of the stages."""
    stages = stages if isinstance(stages, tuple) else read_stages(stages)
    told = [
        {"configuration": f"c-{i}", "position": str(i)}
        | {stage.stage: text for stage, text in zip(stages, cells, strict=False)}
        | extra
        for i, (*cells, extra) in enumerate(rows, start=1)
    ]
    theories = tuple(Theory(key, f"The {key} theory") for key in theories)
    return BookPlan(
        "Walking together", groups, stages, theories, {"configurations": told, **tables}
    )


def give_levels(stages):
    """Return stages, the first with levels."""
    levels = ("individual", "group", "organisation")
    return (replace(stages[0], levels=levels), *stages[1:])


SHAPES = {
    "intervention, context, actor, mechanism, outcome; nothing else": plan(
        "intervention,context,actor,mechanism,outcome",
        [
            ("A led walk", "A town without parks", "New walkers", "Feels safe", "Walks", {}),
            ("A led walk", "A park nearby", "Old walkers", "Is proud", "Leads", {}),
        ],
    ),
    "three theories, four valences, several outcomes, blanks": plan(
        "context,mechanism,outcome",
        [
            ("Alone", "Is seen", "Comes\nTalks\nSleeps", {"valence": "good", "one": "yes"}),
            ("Alone", "Is judged", "Leaves", {"valence": "bad", "one": "no", "three": "yes"}),
            ("Busy", "", "Leaves\nComes", {"valence": "mixed", "two": "yes", "three": "no"}),
            ("", "Is seen", "", {"valence": "neither", "one": "yes", "three": "yes"}),
        ],
        theories=("one", "two", "three"),
    ),
    "levels of context, two kinds of outcome, seven groups": plan(
        give_levels(
            read_stages("context,Mechanism/resource,Mechanism/reaction,Outcome/near,Outcome/far")
        ),
        [
            ("Alone", "A walk", "Is seen", "Comes", "Leads", {"context_level": "individual"}),
            ("No money", "A walk", "Is seen", "Comes", "", {"context_level": "organisation"}),
            ("Few", "A talk", "Is bored", "", "Leaves", {"context_level": ""}),
        ],
        groups=read_groups(",".join(f"Group {c}=3" for c in "ABCDEFG")),
    ),
    "one configuration of two stages": plan(
        "context,outcome", [("Alone", "Comes", {"valence": "positive"})]
    ),
    "a single stage": plan("outcome", [("Comes", {}), ("Leaves", {})]),
    "right to left, accents, long words, markup": plan(
        "السياق,mécanisme,Ergebnis und Folge",
        [
            ("يعيش وحده (جديد)", "se sent attendu", LONG, {"valence": "positif"}),
            ("<script>alert(1)</script>", "é & à", LONG * 2, {"valence": "négatif"}),
        ],
        groups=read_groups("مشاركون=5,Läufer=3"),
        quotations=[
            {
                "configuration": "c-1",
                "position": "1",
                "speaker": "علي",
                "speaker_group": "group_1",
                "text": "كنت أنتظر يوم الثلاثاء.",
            }
        ],
    ),
}


@pytest.fixture(scope="module", params=SHAPES, ids=lambda name: name)
def book(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shape") / "book"
    write_evaluation(folder, SHAPES[request.param])
    return folder


@pytest.fixture(scope="module")
def executed(book):
    """All chapters of the book with what they show."""
    return execute_chapters(book)


def list_shown(chapter):
    """Return the HTML that a chapter shows."""
    outputs = [output for cell in chapter.cells for output in cell.get("outputs", ())]
    return [output.data["text/html"] for output in outputs if "text/html" in output.get("data", ())]


def test_every_shape_is_in_order(book):
    assert [str(problem) for problem in check_study(book / "data")] == []


def test_every_chapter_of_a_shape_runs_and_its_words_are_no_markup(book, executed):
    assert book / "index.ipynb" in executed
    assert book / "chapters" / "configurations.ipynb" in executed
    for path, chapter in executed.items():
        for html in list_shown(chapter):
            assert "<script>alert" not in html, path.name


def test_each_cell_of_a_shape_stands_in_its_table(book, executed):
    study = load_study(book / "data")
    shown = list_shown(executed[book / "chapters" / "configurations.ipynb"])
    soup = BeautifulSoup("".join(shown), "html.parser")
    for place in soup.find_all("wbr"):
        place.decompose()
    soup.smooth()
    text = " ".join(soup.get_text(" ").split())
    for stage in study.settings.stages:
        for cell in study.configurations[stage.stage]:
            assert " ".join(cell.split()) in text


def test_a_chapter_about_what_is_absent_is_left_out(book):
    study = load_study(book / "data")
    left_out = {path.stem: lacking for path, lacking in list_left_out(book).items()}
    assert left_out["participants"] == ["table_1"]
    assert left_out["interviews"] == ["interviews"]
    assert left_out["verdicts"] == ["published"]
    valences = set(study.configurations["valence"]) - {""}
    assert ("figure_2" in left_out) == (len(valences) < 2)
    assert ("theory_change" in left_out) == (len(study.settings.theories) < 2)
