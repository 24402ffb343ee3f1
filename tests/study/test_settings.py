import pytest

from scripts.study.settings import Exhibit, read_settings
from scripts.study.study import open_study
from tests.spoiling import Spoilt, check_spoilt, edit_settings, make_folder, remove, replace, write

FILE = "study.yml"


def put(name, value):
    return edit_settings(lambda content: content.update({name: value}))


def put_in(name, index, **values):
    return edit_settings(lambda content: content[name][index].update(values))


SPOILT = [
    Spoilt("missing file", remove(FILE), FILE, found="no such file", fix="Put the file back"),
    Spoilt("folder in place of the file", make_folder(FILE), FILE, found="a folder"),
    Spoilt("empty file", write(FILE, ""), FILE, found="an empty file"),
    Spoilt("only comments", write(FILE, "# nothing\n"), FILE, found="nothing", allowed="names"),
    Spoilt(
        "not YAML",
        replace(FILE, "groups:\n", "groups: [\n"),
        FILE,
        "{group: walkers",
        found="read as YAML",
    ),
    Spoilt(
        "quotation mark left open",
        replace(FILE, "citation: key2024", 'citation: "key2024'),
        FILE,
        'label: "Walkers',
        found="read as YAML at “",
        allowed="a colon between them",
        fix="the one above",
    ),
    Spoilt(
        "tabs",
        replace(FILE, "  - {family", "\t- {family"),
        FILE,
        "\t- {",
        found="read as YAML at “-",
    ),
    Spoilt("null byte", replace(FILE, "year: 2024", "year: 2024\0"), FILE, "year:", found="a null"),
    Spoilt("control", replace(FILE, "year: 2024", "year: \x07"), FILE, "year:", found="U+0007"),
    Spoilt(
        "Windows-1252",
        write(FILE, "title: a\ngroups: caf\xe9\n".encode("cp1252")),
        FILE,
        2,
        found="“é” in another encoding",
        fix="text editor",
    ),
    Spoilt("UTF-16", write(FILE, "title: a\n".encode("utf-16-le")), FILE, found="UTF-16"),
    Spoilt(
        "merge conflict",
        replace(FILE, "year: 2024\n", "<<<<<<< HEAD\nyear: 2024\n=======\nyear: 2025\n"),
        FILE,
        "<<<<",
        found="a merge conflict",
    ),
    Spoilt("list at the top", write(FILE, "- a\n- b\n"), FILE, found="a list", allowed="names"),
    Spoilt("a bare word", write(FILE, "hello\n"), FILE, found="“hello”", allowed="names"),
    Spoilt("two documents", write(FILE, "title: a\n---\ntitle: b\n"), FILE, 2, found="as YAML"),
    Spoilt("a list as a name", write(FILE, "? [a]\n: b\n"), FILE, 1, found="read as YAML"),
    Spoilt(
        "a name that is a number", replace(FILE, "year: 2024", "7: x"), FILE, "7: x", "7", "“7”"
    ),
    Spoilt("odd tag", replace(FILE, "year: 2024", "year: !!int many"), FILE, found="read as YAML"),
    Spoilt(
        "python tag",
        replace(FILE, "year: 2024", "year: !!python/none x"),
        FILE,
        "year:",
        found="as YAML",
    ),
    Spoilt("date tag", replace(FILE, "2024\n", "!!timestamp 2024-99-01\n"), FILE, found="as YAML"),
    Spoilt(
        "binary tag", replace(FILE, "2024\n", "!!binary aGk=\n"), FILE, "year:", "year", "something"
    ),
    Spoilt(
        "reference to itself",
        write(FILE, "title: &a [*a]\n"),
        FILE,
        1,
        found="refers to another one",
    ),
    Spoilt("deep nest", write(FILE, "title: " + "[" * 3000), FILE, found="read as YAML"),
    Spoilt(
        "endless number", replace(FILE, "year: 2024", "year: " + "9" * 5000), FILE, found="as YAML"
    ),
    Spoilt(
        "entry twice",
        replace(FILE, "year: 2024\n", "year: 2024\nyear: 2023\n"),
        FILE,
        "year: 2023",
        found="the entry “year” twice",
        fix="Delete one",
    ),
    Spoilt(
        "unknown entry with a near miss",
        replace(FILE, "journal:", "jurnal:"),
        FILE,
        "jurnal",
        "jurnal",
        "the unknown entry “jurnal”",
        allowed="short_title",
        fix="Did you mean “journal”?",
    ),
    Spoilt(
        "unknown entry of a group",
        replace(FILE, 'code: "L"}', "colour: red}"),
        FILE,
        "group: leaders",
        "groups, leaders, colour",
        found="“colour”",
        allowed="group, label, n, code",
    ),
    Spoilt(
        "entry missing",
        edit_settings(lambda content: content.pop("title")),
        FILE,
        found="no entry “title”",
        fix="Add the entry",
    ),
    Spoilt(
        "n of a group missing",
        replace(FILE, 'label: "Leaders", n: 6', 'label: "Leaders"'),
        FILE,
        "group: leaders",
        "groups, leaders",
        found="no entry “n”",
        allowed="group, label, n",
    ),
    Spoilt(
        "number where text is wanted",
        replace(FILE, 'label: "Leaders"', "label: 12"),
        FILE,
        "group: leaders",
        "groups, leaders, label",
        found="“12”",
        allowed="text",
        fix="Put the value in quotation marks",
    ),
    Spoilt(
        "text where a number is wanted",
        replace(FILE, "n: 6,", "n: nine,"),
        FILE,
        "group: leaders",
        "groups, leaders, n",
        found="“nine”",
        allowed="a whole number",
    ),
    Spoilt(
        "n with a nought before it",
        replace(FILE, "n: 6,", "n: 09,"),
        FILE,
        "n: 09",
        "groups, leaders, n",
    ),
    Spoilt(
        "n with decimals",
        replace(FILE, "n: 6,", "n: 9.0,"),
        FILE,
        "group: leaders",
        "groups, leaders, n",
        found="“9.0”",
        allowed="a whole number",
    ),
    Spoilt(
        "n below one",
        replace(FILE, "n: 6,", "n: 0,"),
        FILE,
        "group: leaders",
        "groups, leaders, n",
        found="“0”",
        allowed="1 or more",
    ),
    Spoilt(
        "empty label",
        replace(FILE, 'label: "Leaders"', "label: "),
        FILE,
        "group: leaders",
        "groups, leaders, label",
        found="nothing",
        allowed="text",
    ),
    Spoilt(
        "label of no letters",
        replace(FILE, 'label: "Leaders"', 'label: ""'),
        FILE,
        "group: leaders",
        "groups, leaders, label",
        found="nothing",
        fix="Fill it in",
    ),
    Spoilt(
        "true where text is wanted",
        replace(FILE, 'label: "Leaders"', "label: true"),
        FILE,
        "group: leaders",
        "groups, leaders, label",
        found="the bare word true or false",
        fix="quotation marks",
    ),
    Spoilt("list where text is wanted", put("title", ["a"]), FILE, 1, "title", "a list", "text"),
    Spoilt(
        "groups no list",
        put("groups", {"walkers": "20"}),
        FILE,
        "groups:",
        "groups",
        "a group of entries",
        "a list, each entry on a row of its own",
    ),
    Spoilt(
        "group that is a bare word",
        replace(FILE, '  - {group: leaders, label: "Leaders", n: 6, code: "L"}', "  - leaders"),
        FILE,
        "  - leaders",
        "groups, entry 2",
        found="“leaders”",
        allowed="names and values",
    ),
    Spoilt("no stages", put("stages", []), FILE, "stages:", "stages", found="nothing"),
    Spoilt(
        "key with a capital",
        replace(FILE, "{group: leaders", "{group: Leaders"),
        FILE,
        "group: Leaders",
        "groups, Leaders, group",
        found="“Leaders”",
        allowed="small letters",
    ),
    Spoilt(
        "kind with a slip",
        replace(FILE, "kind: diagram", "kind: diagramm"),
        FILE,
        "diagramm",
        "exhibits, figure_1, kind",
        found="“diagramm”",
        allowed="interviews",
        fix="Did you mean “diagram”?",
    ),
    Spoilt(
        "too many decimals",
        replace(FILE, "decimals: 0", "decimals: 9"),
        FILE,
        "decimals",
        "rounding, decimals",
        found="“9”",
        allowed="4 or less",
    ),
    Spoilt(
        "key of a group twice",
        edit_settings(lambda content: content["groups"].append(dict(content["groups"][1]))),
        FILE,
        "groups:",
        "groups",
        "“leaders” twice",
        allowed="each key once",
    ),
    Spoilt(
        "key of an exhibit twice",
        edit_settings(lambda content: content["exhibits"].append(dict(content["exhibits"][2]))),
        FILE,
        "exhibits:",
        "exhibits",
        "“table_2” twice",
    ),
    Spoilt(
        "exhibit of an unknown group",
        put_in("exhibits", 0, groups=["walkers", "leader"]),
        FILE,
        "  groups:",
        "exhibits, table_1, groups",
        "“leader”",
        allowed="one of walkers, leaders",
        fix="Did you mean “leaders”?",
    ),
    Spoilt(
        "table of participants without groups",
        put_in("exhibits", 0, groups=[]),
        FILE,
        "groups: []",
        "exhibits, table_1, groups",
        "no groups",
        fix="all of them are shown then",
    ),
    Spoilt(
        "pattern with an unknown place",
        replace(FILE, '"{label} (n = {n})"', '"{label} (n = {size})"'),
        FILE,
        "{size}",
        "group_heading",
        found="{size}",
        allowed="{label} and {n}",
        fix="in braces",
    ),
    Spoilt(
        "pattern with an open brace", put("count_cell", "{count"), FILE, "count_cell:", "count_cell"
    ),
    Spoilt("pattern with a format", put("zero_cell", "{count:d}"), FILE, "zero_cell:", "zero_cell"),
    Spoilt("pattern with a bare brace", put("zero_cell", "{}"), FILE, "zero_cell:", "zero_cell"),
    Spoilt(
        "theory called like a column",
        put_in("theories", 0, theory="valence"),
        FILE,
        "theories:",
        "theories",
        found="“valence”",
        allowed="another column",
        alone=False,
    ),
    Spoilt(
        "theory called like a stage",
        put_in("theories", 0, theory="context"),
        FILE,
        "theories:",
        "theories",
        found="“context”",
        fix="Rename",
        alone=False,
    ),
]


@pytest.mark.parametrize("case", SPOILT, ids=str)
def test_settings_that_cannot_be_used_are_refused_at_their_place(example, case):
    check_spoilt(example, case)


def test_all_slips_are_named_at_once(example):
    replace("study.yml", "n: 6,", "n: nine,")(example)
    replace("study.yml", "year: 2024", "year: soon")(example)
    replace("study.yml", "kind: diagram", "kind: map")(example)
    settings, problems = read_settings(example)
    assert settings is None
    assert sorted((p.column, p.found) for p in problems) == [
        ("exhibits, figure_1, kind", "“map”"),
        ("groups, leaders, n", "“nine”"),
        ("year", "“soon”"),
    ]
    assert len({p.row for p in problems}) == 3


@pytest.mark.parametrize(
    "change", [lambda raw: b"\xef\xbb\xbf" + raw, lambda raw: raw.replace(b"\n", b"\r\n")]
)
def test_the_file_may_come_from_windows(example, change):
    path = example / FILE
    before, _ = read_settings(example)
    path.write_bytes(change(path.read_bytes()))
    settings, problems = read_settings(example)
    assert problems == []
    assert settings == before


def test_words_that_yaml_takes_for_other_things_stay_words(example):
    replace(FILE, '{valence: "positive"}', "{initial: yes}")(example)
    replace(FILE, "journal: Journal", "journal: no")(example)
    settings, problems = read_settings(example)
    assert problems == []
    assert [e.show["initial"] for e in settings.exhibits if e.exhibit == "figure_1"] == ["yes"]
    assert settings.facts["journal"].startswith("no ")


def test_what_is_left_out_has_the_value_that_the_handbook_promises(example):
    drop = ("rounding", "count_cell", "group_heading", "not_available")
    drop += ("not_in_source", "quotations_label", "theories", "authors")
    edit_settings(lambda content: [content.pop(name) for name in drop])(example)
    settings, problems = read_settings(example)
    assert problems == []
    assert (settings.decimals, settings.keep_trailing_zeros) == (1, False)
    assert settings.zero_cell == settings.count_cell == "{count} ({percent}%)"
    assert settings.theories == ()
    assert settings.not_available == "Not available"


def test_a_stage_without_short_label_is_short_for_itself(example):
    stage = read_settings(example)[0].stages[0]
    assert stage.short_label == stage.label


def test_exhibits_are_found_by_key_and_an_unknown_one_is_told_from_the_known(example):
    study = open_study(example)
    assert study.exhibit("table_2").kind == "configurations"
    with pytest.raises(KeyError, match="no exhibit “table_9”; it has table_1, interviews"):
        study.exhibit("table_9")


def test_settings_have_the_sentence_and_groups_that_are_still_comments_are_none(example):
    settings, _ = read_settings(example)
    assert settings.sentence is None
    sentence = {"frame": "When {first}, {then}.", "without": "It is said that {then}."}
    put("sentence", sentence)(example)
    settings, problems = read_settings(example)
    assert problems == []
    assert settings.sentence == sentence
    write(FILE, "title: a\ngroups:\n# - {group: walkers}\n")(example)
    _, problems = read_settings(example)
    assert {problem.column for problem in problems} == {None}
    assert "groups" not in " ".join(problem.found for problem in problems)


def test_what_is_not_there_is_called_nothing(example):
    put("title", None)(example)
    (problem,) = read_settings(example)[1]
    assert problem.found == "nothing"


def test_claims_stand_in_one_table_whatever_their_exhibit_is_called():
    about = {"label": "", "caption": "", "chapter": ""}
    assert Exhibit(exhibit="ledger", kind="claims", **about).table == "published_claims"
    assert Exhibit(exhibit="ledger", kind="diagram", **about).table == "published_ledger"
