import pytest

from scripts.files.plain_yaml import find_entry, parse_yaml


def read(text):
    content, _, problems = parse_yaml("a.yml", text)
    assert problems == []
    return content


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("012", "012"),
        ("1:30", "1:30"),
        ("2024-05-31", "2024-05-31"),
        ("1e3", "1e3"),
        ("12", 12),
        ("-1.5", -1.5),
        ("true", True),
        ("", None),
    ],
)
def test_only_what_looks_like_a_number_to_people_is_one(text, value):
    assert read(f"a: {text}\n") == {"a": value}


@pytest.mark.parametrize(
    ("text", "row", "found"),
    [
        ("a: 1\nb: [\n", 3, "text that cannot be read as YAML"),
        ("a: 1\nb: 2\na: 3\n", 3, "the entry “a” twice"),
        ("a: {b: 1, b: 2}\n", 1, "the entry “b” twice"),
        ("a: &x 1\nb: *x\n", 2, "an entry that refers to another one by *"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_row(text, row, found):
    content, root, problems = parse_yaml("a.yml", text)
    assert (content, root) == (None, None)
    assert [(p.file, p.row) for p in problems] == [("a.yml", row)]
    assert problems[0].found.startswith(found)


def test_an_entry_is_found_by_the_key_of_its_list_and_by_its_row():
    text = "groups:\n  - {group: a, n: 1}\n  - group: b\n    n: 2\n  - 7\n"
    content, root, _ = parse_yaml("a.yml", text)
    assert find_entry(["groups", 0, "n"], content, root) == ("groups, a, n", 2)
    assert find_entry(["groups", 1, "n"], content, root) == ("groups, b, n", 4)
    assert find_entry(["groups", 2], content, root) == ("groups, entry 3", 5)
    assert find_entry([], content, root) == (None, None)
