"""Paths that come out of a file stay below their folder."""

import pytest

from scripts.files.paths import OutsideError, join_below


@pytest.mark.parametrize("name", ["a.csv", "sub/a.csv", "sub/./a.csv", "..a", "a..b/c"])
def test_a_name_below_the_folder_is_its_place(tmp_path, name):
    assert join_below(tmp_path, name) == tmp_path / name


@pytest.mark.parametrize(
    "name",
    [
        *("", "/etc/passwd", "..", "../a", "a/../../b", "a/..", "~/../../b", "//host/share"),
        *("C:\\a", "c:a", "..\\a", "a\0b"),
    ],
)
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    with pytest.raises(OutsideError, match="leads out of"):
        join_below(tmp_path, name)


def test_a_link_to_elsewhere_leads_out(tmp_path):
    (tmp_path / "outside").mkdir()
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "scripts").symlink_to(tmp_path / "outside")
    with pytest.raises(OutsideError, match="through a link"):
        join_below(folder, "scripts/a.py")
