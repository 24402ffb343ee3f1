"""The texts of an Office file: whole paragraphs, what was deleted, signs as their font shows."""

import pytest

from scripts.files.office_files import parse_part
from scripts.importer.office_texts import list_pieces, list_texts
from scripts.importer.source_tables import TableError


def part(inside):
    return parse_part(f'<w:body xmlns:w="w">{inside}</w:body>')


def run(text, font=""):
    about = f'<w:rPr><w:b/><w:rFonts w:ascii="{font}"/></w:rPr>' if font else ""
    return f"<w:r>{about}<w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inside", "texts"),
    [
        (f"<w:p>{run('New')}{run(' here')}</w:p><w:p>{run('Stays')}</w:p>", ["New here", "Stays"]),
        (f"<w:p>{run('a')}<w:del><w:r><w:delText>b</w:delText></w:r></w:del></w:p>", ["b", "a"]),
        ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>", ["a b"]),
        ("<w:p><w:t>loose</w:t></w:p>", ["loose"]),
        ("<w:Fallback><w:p><w:r><w:t>again</w:t></w:r></w:p></w:Fallback>", []),
        ("<text>of a thread</text>", ["of a thread"]),
        (f"<w:p>{run(chr(0xFC), 'Wingdings')}</w:p>", ["✓"]),
        (f"<w:p>{run(chr(0xF0FC), 'Wingdings')}</w:p>", ["✓"]),
        (f"<w:p>{run('PP', 'Wingdings 2')}{run('P', 'Arial')}</w:p>", ["✓✓P"]),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FB"/></w:r></w:p>', ["✗"]),
        ('<w:p><w:r><w:sym w:font="Arial" w:char="0041"/></w:r></w:p>', ["A"]),
    ],
)
def test_texts_are_whole_and_signs_are_what_their_font_shows(inside, texts):
    assert list(filter(None, list_texts(part(inside)))) == texts
    pieces = ["".join(pieces) for pieces in list_pieces(part(inside))]
    assert list(filter(None, pieces)) == texts


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('<w:sym w:font="Webdings" w:char="F061"/>', "the sign 61 of the font Webdings"),
        ('<w:sym w:font="Wingdings" w:char="F0FF"/>', "the sign FF of the font Wingdings"),
        ('<w:sym w:font="Wingdings" w:char="0001"/>', "the sign 1 of the font Wingdings"),
        (run("~", "Wingdings 3"), "the sign 7E of the font Wingdings 3"),
    ],
)
def test_a_sign_that_nobody_knows_is_refused_with_its_place_in_the_font(inside, said):
    with pytest.raises(TableError) as error:
        list(list_texts(part(f"<w:p>{inside}</w:p>")))
    assert f"{said} is not known here" in str(error.value)
