"""Files of Word and Excel written as bare XML, with what no library for Python writes."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EXCEL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def zip_parts(parts: Mapping[str, str]) -> bytes:
    """Return parts of XML as one file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def run(text: str, about: str = "", kind: str = "t") -> str:
    """Return a run of a document; `about` are its properties."""
    return (
        f'<w:r><w:rPr>{about}</w:rPr><w:{kind} xml:space="preserve">{escape(text)}</w:{kind}></w:r>'
    )


def paragraph(inner: str, about: str = "") -> str:
    """Return a paragraph of runs."""
    return f"<w:p><w:pPr>{about}</w:pPr>{inner}</w:p>"


def cell(content: str = "", about: str = "") -> str:
    """Return a cell: text with a paragraph for each line, or XML as it is."""
    if not content.startswith("<"):
        content = "".join(paragraph(run(line) if line else "") for line in content.split("\n"))
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{content}</w:tc>"


def row(*cells: str, about: str = "") -> str:
    """Return a row; what is no cell yet becomes one."""
    made = (text if text.startswith(("<w:tc>", "<w:sdt>")) else cell(text) for text in cells)
    return f"<w:tr><w:trPr>{about}</w:trPr>{''.join(made)}</w:tr>"


def table(*rows: str | Sequence[str]) -> str:
    """Return a table of rows; a row may be a sequence of texts."""
    made = (cells if isinstance(cells, str) else row(*cells) for cells in rows)
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def word(body: str, **parts: str) -> bytes:
    """Return a Word document; `parts` are what else it has, such as ``footnotes``."""
    texts = {"document": f"<w:document><w:body>{body}</w:body></w:document>", **parts}
    return zip_parts(
        {
            f"word/{name}.xml": text.replace(">", f' xmlns:w="{WORD}">', 1)
            for name, text in texts.items()
        }
    )


def sheet(*rows: Sequence[str | float | None], end: str = "") -> str:
    """Return a sheet of rows; a cell that begins with < is XML, its place left out."""
    lines = []
    for r, cells in enumerate(rows, start=1):
        made = (_write_cell(value, f"{chr(64 + c)}{r}") for c, value in enumerate(cells, start=1))
        lines.append(f'<row r="{r}">{"".join(made)}</row>')
    return f'<worksheet xmlns="{EXCEL}"><sheetData>{"".join(lines)}{end}</sheetData></worksheet>'


def _write_cell(value: str | float | None, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith("<c"):
        return value.replace("<c", f'<c r="{place}"', 1)
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def excel(
    sheets: Mapping[str, str],
    states: Mapping[str, str] = MappingProxyType({}),
    more: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Return a workbook. Style 1 is that of dates, 2 strikes.

    `states` says which sheets are hidden.
    """
    numbered = list(enumerate(sheets, start=1))
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{states.get(name, "visible")}" r:id="r{n}"/>'
        for n, name in numbered
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        f'ContentType="{SPREADSHEET}.worksheet+xml"/>'
        for n, _ in numbered
    )
    return zip_parts(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
            'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{SPREADSHEET}.styles+xml"/>'
            f"{kinds}</Types>",
            "_rels/.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{EXCEL}" xmlns:r="{OFFICE}"><sheets>{listed}'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}">{links}'
            f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
            "xl/styles.xml": f'<styleSheet xmlns="{EXCEL}">'
            "<fonts><font/><font><strike/></font></fonts>"
            "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
            "<cellStyleXfs><xf/></cellStyleXfs><cellXfs>"
            '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
            '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0"/>'
            '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0"/></cellXfs>'
            "</styleSheet>",
            **{
                f"xl/worksheets/sheet{n}.xml": text
                for n, text in enumerate(sheets.values(), start=1)
            },
            **more,
        }
    )
