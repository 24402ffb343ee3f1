"""What a project gives, and how two results differ."""

import json
from types import SimpleNamespace

import nbformat
import pytest

from scripts.book import results
from tests.studies import write_study

SVG = '<figure><svg xmlns="x" id="{}"><text>{}</text></svg></figure>'


def notebook(*htmls):
    """A notebook with one cell that shows some HTML."""
    outputs = [nbformat.v4.new_output("display_data", {"text/html": html}) for html in htmls]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=outputs)])


@pytest.fixture
def project(tmp_path, monkeypatch):
    write_study(
        tmp_path / "data",
        configurations=[{"configuration": "only", "context": "A"}],
        quotations=[
            {"configuration": "only", "speaker": "Ada", "speaker_group": "clients", "text": t}
            for t in ("one", "two")
        ],
        exhibits=[{"exhibit": "table", "kind": "configurations"}],
        published={"table": {("only", "context"): "A"}},
    )
    shown = SimpleNamespace(html=(SVG.format("a", 1), SVG.format("b", 2)))
    monkeypatch.setattr(results, "list_chapters", lambda root: [])
    monkeypatch.setattr(
        results, "execute_chapters", lambda *_: {tmp_path / "one.ipynb": notebook(*shown.html)}
    )
    return tmp_path, shown


def test_a_result_lacks_a_verdict_an_output_or_a_picture(project):
    root, _ = project
    found = results.collect_results(root)
    assert found["verdicts"]["table, row only, column context, text"] == "transcribed: A"
    # Each of the two quotations has two values.
    assert len([name for name in found["verdicts"] if "quotations, words" in name]) == 2
    assert list(found["outputs"]) == ["one.ipynb, code cell 1"]
    assert list(found["pictures"]) == ["one.ipynb, code cell 1, a", "one.ipynb, code cell 1, b"]


def test_a_difference_between_two_results_is_not_told(project):
    root, shown = project
    old = results.collect_results(root)
    assert not any(results.compare_results(old, old).values())
    shown.html = (SVG.format("a", 1), SVG.format("b", 3))
    new = json.loads(json.dumps(results.collect_results(root)))
    differences = results.compare_results(old, new)
    assert not differences["verdicts"]
    assert [line.partition(":")[0] for line in differences["outputs"]] == ["one.ipynb, code cell 1"]
    (line,) = differences["pictures"]
    assert line.startswith("one.ipynb, code cell 1, b: was “")
    assert ">2<" in line
    assert ">3<" in line


def test_a_verdict_that_comes_or_goes_is_not_told():
    old = {"verdicts": {"a": "differs: 1", "b": "x"}, "outputs": {}, "pictures": {}}
    new = {"verdicts": {"a": "reproduced: 1", "c": "x"}, "outputs": {}, "pictures": {}}
    lines = results.compare_results(old, new)["verdicts"]
    assert lines == ["a: was “differs: 1”, is “reproduced: 1”", "b: gone", "c: new"]
