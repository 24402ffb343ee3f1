"""The notes of an import: what leads to a person in them is named with its line."""

from scripts.privacy.confidentiality import list_open
from tests.studies import make_study


def test_details_in_the_notes_of_an_import_are_named_with_their_line(tmp_path):
    study = make_study(tmp_path / "book" / "data")
    notes = tmp_path / "book" / "import" / "notes.txt"
    notes.parent.mkdir()
    lines = ["Hidden sheet\n", "Call 020 7946 0018 or 07700 900123\n", "\n", "to x@example.org"]
    notes.write_bytes("".join(lines).encode() + b"\xff")
    phones, mail = list_open(study)
    assert phones.place == ("private_notes", "import", "2", "phone")
    assert (phones.file, phones.row) == ("import/notes.txt", 2)
    assert phones.found == "“020 7946 0018”, “07700 900123”"
    assert mail.place == ("private_notes", "import", "4", "email")
    assert (mail.row, mail.found) == (4, "“x@example.org”")


def test_without_notes_there_is_nothing_to_look_at(tmp_path):
    assert list_open(make_study(tmp_path / "book" / "data")) == []
