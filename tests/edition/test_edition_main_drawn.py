"""What holds for the study of this edition alone: main drawn."""

from scripts.__main__ import main


def test_check_passes_and_says_so_when_all_is_in_order(data_copy, capsys):
    assert main(["check", str(data_copy)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "0 problems found.",
        "0 unexplained differences found.",
        "0 warnings before you publish.",
    ]
