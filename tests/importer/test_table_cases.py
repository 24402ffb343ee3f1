"""Tables in shapes that were met in public reports and exports: what each gives, or why not."""

import csv
import io
import time

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.adapt.new_evaluation import write_evaluation
from scripts.adapt.plans import plan_import
from scripts.files.office_files import MOST_BYTES
from scripts.importer.importing import import_table
from scripts.importer.reading import read_tables
from scripts.importer.source_tables import TableError, check_conserved, list_words
from scripts.privacy.confidentiality import NOTES, list_open
from scripts.study.study import load_study
from tests.office_files import cell, excel, paragraph, row, run, sheet, table, word

HEAD = ["CMO", "Context", "Mechanism", "Outcome"]
ONE = ["1", "Walkers who live alone", "Being expected", "They come again"]
TWO = ["2", "New to the town", "Feeling welcome", "They learn names"]
PLAIN = [HEAD, ONE, TWO]
BOTH = [ONE[1:], TWO[1:]]
STATEMENT = "If walkers live alone [C], they come again [O], because they are expected [M]."
SIGN = '<w:r><w:sym w:font="Wingdings" w:char="{}"/></w:r>'
WINGDINGS = '<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
TICK = cell(paragraph(SIGN.format("F0FC")))
TRACKED = cell(
    paragraph(
        run("Being ")
        + f'<w:del w:id="1">{run("seen", kind="delText")}</w:del>'
        + f'<w:ins w:id="2">{run("expected by the others")}</w:ins>'
    )
)
MOVED = cell(
    paragraph(f'<w:moveTo w:id="3">{run("They come")}</w:moveTo>')
    + paragraph(f'<w:moveFrom w:id="4">{run("Nothing")}</w:moveFrom>')
)
FIELD = cell(
    paragraph(
        run("Being expected")
        + f'<w:fldSimple w:instr=" REF x ">{run(" (Table 2)")}</w:fldSimple>'
        + f'<w:smartTag w:element="place">{run(" in Leeds")}</w:smartTag>'
    )
)
NOTED = cell(
    paragraph(
        run("Being expected")
        + '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    )
)
NOTE, COMMENT = paragraph(run("In two groups.")), paragraph(run("Weak evidence"))
FOOTNOTES = f'<w:footnotes><w:footnote w:id="2">{NOTE}</w:footnote></w:footnotes>'
COMMENTS = f'<w:comments><w:comment w:id="0">{COMMENT}</w:comment></w:comments>'
SECRET = '<w:style w:styleId="key"><w:rPr><w:vanish/></w:rPr></w:style>'
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RAISED_A = run("a", '<w:vertAlign w:val="superscript"/>')
BOX = f"<w:r><w:pict><w:txbxContent>{paragraph(run('Aside'))}</w:txbxContent></w:pict></w:r>"
UNSHOWN = cell(
    paragraph(run("They come again") + run(" or not", "<w:strike/>") + run(" Mary", "<w:vanish/>"))
)
NESTED = cell(
    paragraph(run("Mechanisms:"))
    + table([cell(paragraph(run("Tru") + run("st"))), "Warmth"])
    + "<w:p/>"
)
LIST = '<w:numPr><w:numId w:val="1"/></w:numPr>'
LISTED = cell("".join(paragraph(run(text), LIST) for text in ("safe", "heard")))
SPANNED = [
    row("CMO", cell("Context", '<w:gridSpan w:val="3"/>'), "Mechanism", "Outcome"),
    ["", "Individual", "Interpersonal", "Institutional", "", ""],
    ["1", "Alone", "Friendly group", "Town pays", "Being expected", "They come again"],
]
GLOSSARY = [
    ["Term", "Meaning in this study"],
    ["Context", "What was there before"],
    ["Mechanism", "What people made of it"],
    ["Outcome", "What came of it"],
]
MERGED = '<w:gridSpan w:val="4"/>'


def small(name, *texts):
    """Return a table of one configuration, with its stages at the left."""
    labels = ("Context", "Mechanism", "Outcome", "Quotation")
    return table([name, ""], *map(list, zip(labels, texts, strict=True)))


def text(*rows, delimiter=",", encoding="utf-8"):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def formula(about, value, kind=""):
    return f"<c{kind}><f{about}>Sheet2!A2</f>{value}</c>"


# Name of the file, its content, and what it gives: words of the refusal, or some of the rows of
# the stages, the extra headings, the quotations, and words of the notes and of the report.
CASES = {
    "tracked changes": (
        "t.docx",
        word(table(HEAD, row("1", "Alone", TRACKED, MOVED))),
        {
            "rows": [["Alone", "Being expected by the others", "They come"]],
            "notes": ["[table 1, row 2, deleted] seen", "[table 1, row 2, moved away] Nothing"],
            "told": ["table 1, row 2, deleted: kept with the notes alone"],
        },
    ),
    "a deleted row and a hidden one": (
        "t.docx",
        word(
            table(
                *PLAIN,
                row("3", "Gone", "a", "b", about="<w:del/>"),
                row("4", "Secret", "c", "d", about="<w:hidden/>"),
            )
        ),
        {"rows": BOTH, "notes": ["a deleted row] 3\nGone", "a hidden row] 4\nSecret"]},
    ),
    "a content control around a cell": (
        "t.docx",
        word(
            table(
                HEAD,
                row("1", f"<w:sdt><w:sdtContent>{cell(ONE[1])}</w:sdtContent></w:sdt>", *ONE[2:]),
                TWO,
            )
        ),
        {"rows": BOTH},
    ),
    "a content control around a row": (
        "t.docx",
        word(table(HEAD, ONE, f"<w:sdt><w:sdtContent>{row(*TWO)}</w:sdtContent></w:sdt>")),
        {"rows": BOTH},
    ),
    "fields and smart tags": (
        "t.docx",
        word(table(HEAD, row("1", "Alone", FIELD, "Again"))),
        {"rows": [["Alone", "Being expected (Table 2) in Leeds", "Again"]]},
    ),
    "a drop-down of the old kind": (
        "t.docx",
        word(
            table(
                HEAD,
                row(
                    "1",
                    cell(
                        paragraph(
                            "<w:r><w:fldChar><w:ffData><w:ddList/></w:ffData></w:fldChar></w:r>"
                        )
                    ),
                    "a",
                    "b",
                ),
            )
        ),
        "table 1, row 2: a form field",
    ),
    "a header": (
        "t.docx",
        word(table(*PLAIN), header1=f"<w:hdr>{paragraph(run('DRAFT'))}</w:hdr>"),
        {"rows": BOTH, "notes": ["[header1] DRAFT"]},
    ),
    "footnotes and comments": (
        "t.docx",
        word(
            table(HEAD, row("1", "Alone", NOTED, "Again")), footnotes=FOOTNOTES, comments=COMMENTS
        ),
        {
            "rows": [["Alone", "Being expected", "Again"]],
            "notes": ["[footnote to table 1, row 2] In two", "[comment to table 1, row 2] Weak"],
        },
    ),
    "ticks of Wingdings": (
        "t.docx",
        word(
            table(
                [*HEAD, "Initial theory", "Final theory"],
                row(*ONE, TICK, "x"),
                row(*TWO, TICK, TICK),
            )
        ),
        {"rows": BOTH, "theories": [["yes", "no"], ["yes", "yes"]]},
    ),
    "an arrow of Wingdings": (
        "t.docx",
        word(
            table(
                HEAD,
                row(
                    *ONE[:2],
                    cell(
                        paragraph(
                            run("More ")
                            + SIGN.format("F0E0").replace("<w:r>", WINGDINGS)
                            + run(" trust à", '<w:rFonts w:ascii="Wingdings 9"/>')
                            + run("à", '<w:rFonts w:ascii="Wingdings"/>')
                        )
                    ),
                    ONE[3],
                ),
            )
        ),
        {"rows": [[ONE[1], "More → trust à→", ONE[3]]]},
    ),
    "a sign that is not known": (
        "t.docx",
        word(table(HEAD, row(*ONE[:3], cell(paragraph(SIGN.format("F07E")))))),
        "table 1, row 2: the sign 7E of the font Wingdings is not known",
    ),
    "a nested table": (
        "t.docx",
        word(table(HEAD, row("1", "Alone", NESTED, "Again"))),
        {"rows": [["Alone", "Mechanisms:\nTrust\nWarmth", "Again"]]},
    ),
    "text struck out or hidden": (
        "t.docx",
        word(table(HEAD, row(*ONE[:3], UNSHOWN))),
        {
            "rows": [ONE[1:]],
            "notes": ["row 2, struck out] or not", "row 2, hidden] Mary"],
            "told": ["row 2, struck out: kept", "row 2, hidden: kept"],
        },
    ),
    "text hidden by a style": (
        "t.docx",
        word(
            table(
                HEAD,
                row(
                    *ONE[:3], cell(paragraph(run("Mary", '<w:rStyle w:val="key"/>') + run("Again")))
                ),
            ),
            styles=f"<w:styles>{SECRET}</w:styles>",
        ),
        {"rows": [[*ONE[1:3], "Again"]], "notes": ["row 2, hidden] Mary"]},
    ),
    "text hidden by a style above its style, and an empty field of a form": (
        "t.docx",
        word(
            table(
                HEAD,
                row(
                    *ONE[:2],
                    cell(paragraph(run("Click here", '<w:rStyle w:val="empty"/>'))),
                    cell(paragraph(run("Mary", '<w:rStyle w:val="own"/>') + run("Again"))),
                ),
            ),
            styles=f'<w:styles><w:style w:styleId="own"><w:basedOn w:val="key"/></w:style>{SECRET}'
            '<w:style w:styleId="empty"><w:name w:val="Placeholder Text"/></w:style></w:styles>',
        ),
        {
            "rows": [[ONE[1], "", "Again"]],
            "notes": ["row 2, hidden] Mary", "row 2, a placeholder] Click here"],
        },
    ),
    "marks of notes raised behind words": (
        "t.docx",
        word(
            table(
                ["CMO", "Context", cell(paragraph(run("Reaction") + RAISED_A)), "Outcome"],
                row("1", "Alone", cell(paragraph(run("Trust") + RAISED_A)), "Again"),
            )
        ),
        {"stages": ["Context", "Reactionᵃ", "Outcome"], "rows": [["Alone", "Trustᵃ", "Again"]]},
    ),
    "a text box in a cell": (
        "t.docx",
        word(
            table(
                HEAD,
                row(
                    *ONE[:3],
                    cell(paragraph(run("Again") + BOX)),
                ),
            )
        ),
        {"rows": [[*ONE[1:3], "Again"]], "notes": ["row 2, a text box] Aside"]},
    ),
    "two rows of headings": (
        "t.docx",
        word(table(*SPANNED)),
        {
            "stages": ["Individual", "Interpersonal", "Institutional", "Mechanism", "Outcome"],
            "rows": [SPANNED[2][1:]],
        },
    ),
    "a small table for each configuration": (
        "t.docx",
        word(
            small("CMOC 1", "Alone", "Expected", "Again", '"Ring me" (P1)')
            + "<w:p/>"
            + small("CMOC 2", "New", "Welcome", "Names", '"Knew me" (P2)')
        ),
        {
            "rows": [["Alone", "Expected", "Again"], ["New", "Welcome", "Names"]],
            "quotations": [('"Ring me"', "P1"), ('"Knew me"', "P2")],
            "section": ["CMOC 1", "CMOC 2"],
        },
    ),
    "a glossary first": (
        "t.docx",
        word(table(*GLOSSARY) + "<w:p/>" + table(*(cells[1:] for cells in PLAIN))),
        {"rows": BOTH, "notes": ["Outcome | What came of it"], "told": ["table 1: another table"]},
    ),
    "a glossary without headings first": (
        "t.docx",
        word(table(*GLOSSARY[1:]) + "<w:p/>" + table(*(cells[1:] for cells in PLAIN))),
        {"rows": BOTH, "notes": ["Outcome | What came of it"]},
    ),
    "a glossary alone": ("t.docx", word(table(*GLOSSARY)), "no first column holds nothing but"),
    "sentences": (
        "t.docx",
        word(table(["CMOC", "Statement", "Sources"], ["CMOC1", STATEMENT, "3, 5"])),
        "no row of headings names two stages",
    ),
    "bullets and what leads to them": (
        "t.docx",
        word(
            table(
                HEAD, row("1", "Leaders act:\n• visible\n• congruent", LISTED, "1. stays\n2. well")
            )
        ),
        {
            "rows": [
                [
                    "• Leaders act: visible\n• Leaders act: congruent",
                    "• safe\n• heard",
                    "1. stays\n2. well",
                ]
            ],
        },
    ),
    "a title above each configuration": (
        "t.docx",
        word(
            table(
                HEAD,
                row(cell("CMO1: lives it", MERGED)),
                ONE,
                row(cell("CMO2: trust", MERGED)),
                TWO,
            )
        ),
        {"rows": BOTH, "section": ["CMO1: lives it", "CMO2: trust"]},
    ),
    "a table over two pages": (
        "t.docx",
        word(table(HEAD, ONE) + paragraph(run("Table 3 (continued)")) + table(HEAD, TWO)),
        {"rows": BOTH, "notes": ["Table 3 (continued)"]},
    ),
    "levels and sources": (
        "t.csv",
        text(
            ["CMO", "Level", "Context", "Outcome", "Supporting quotes", "Sources"],
            ["1", "Macro", "c1", "o1", "“First” (P3, midwife)\n“Second” (P7)", "Smith 2019"],
            ["2", "Meso", "c2", "o2", '"Third" - P9', ""],
            ["3", "Micro", "c3", "o3", "P4: “Fourth”", ""],
        ),
        {
            "rows": [["c1", "o1"], ["c2", "o2"], ["c3", "o3"]],
            "extra": ["Level", "Sources"],
            "quotations": [
                ("“First”", "P3, midwife"),
                ("“Second”", "P7"),
                ('"Third"', "P9"),
                ("“Fourth”", "P4"),
            ],
        },
    ),
    "a key of participants above the table": (
        "t.docx",
        word(paragraph(run("Key: P3 = Jane Miller, 07700 900123")) + table(*PLAIN)),
        {"rows": BOTH, "notes": ["Key: P3 = Jane Miller, 07700 900123"]},
    ),
    "a hidden sheet": (
        "t.xlsx",
        excel({"CMOs": sheet(*PLAIN), "Key": sheet(["P1", "Mary"], [46054.0])}, {"Key": "hidden"}),
        {
            "rows": BOTH,
            "notes": ["[sheet Key, hidden] P1\nMary"],
            "told": ["sheet Key, hidden: kept with the notes alone"],
        },
    ),
    "a formula of several cells without a value": (
        "t.xlsx",
        excel({"S": sheet(HEAD, [*ONE[:3], formula(' t="array" ref="D2"', "<v></v>")])}),
        "sheet S, cell D2: a formula without a value",
    ),
    "formulas with values, one of them empty": (
        "t.xlsx",
        excel(
            {
                "S": sheet(
                    HEAD,
                    [
                        "1",
                        "a",
                        formula("", "<v></v>", ' t="str"'),
                        formula("", "<v>b</v>", ' t="str"'),
                    ],
                )
            }
        ),
        {"rows": [["a", "", "b"]]},
    ),
    "a carriage return": (
        "t.xlsx",
        excel({"S": sheet(HEAD, ["1", "Alone_x000D_\nand old", "a", "b"])}),
        {"rows": [["Alone\nand old", "a", "b"]]},
    ),
    "a null character": (
        "t.xlsx",
        excel({"S": sheet(HEAD, ["1", "Al_x0000_one", "a", "b"])}),
        "sheet S, cell B2: a null character",
    ),
    "half a character": (
        "t.xlsx",
        excel({"S": sheet(HEAD, ["1", "Al_xD83D_one", "a", "b"])}),
        "sheet S, cell B2: a control character",
    ),
    "ids that became dates": (
        "t.xlsx",
        excel({"S": sheet(HEAD, ['<c s="1"><v>46054</v></c>', *ONE[1:]])}),
        "sheet S, cell A2: the date 2026-02-01",
    ),
    "dates on another sheet": (
        "t.xlsx",
        excel({"S": sheet(*PLAIN), "Seen": sheet(["Day"], ['<c s="1"><v>46054</v></c>'])}),
        {"rows": BOTH, "notes": ["2026-02-01 00:00:00 (46054)"]},
    ),
    "a sheet for each theory": (
        "t.xlsx",
        excel({"PT1 Belonging": sheet(HEAD, ONE), "PT2 Purpose": sheet(HEAD, TWO)}),
        {"rows": BOTH, "section": ["PT1 Belonging", "PT2 Purpose"]},
    ),
    "sheets whose headings differ": (
        "t.xlsx",
        excel(
            {
                "PT1": sheet(HEAD, ONE),
                "PT2": sheet([*HEAD[:3], "Outcomes", "Remarks"], [*TWO, "unsure"]),
            }
        ),
        {"rows": BOTH, "section": ["PT1", "PT2"], "extra": ["Remarks", "Section"]},
    ),
    "a sheet with other stages": (
        "t.xlsx",
        excel({"A": sheet(*PLAIN), "B": sheet(["Context", "Outcome"], ["c", "o"])}),
        {"rows": BOTH, "notes": ["[sheet B]", "c | o"], "told": ["sheet B: another table"]},
    ),
    "a file within the file": (
        "t.docx",
        word(table(*PLAIN) + '<w:altChunk w:id="1"/>'),
        "another file is inserted",
    ),
    "comments on cells": (
        "t.xlsx",
        excel(
            {"S": sheet(*PLAIN)},
            more={
                "xl/comments1.xml": "<comments><comment><text><r><t>Ask </t></r><r><t>Mary</t></r>"
                "</text></comment></comments>",
                "xl/threadedComments/threadedComment1.xml": "<a><b><text>Ask Ada</text></b></a>",
            },
        ),
        {"rows": BOTH, "notes": ["[comments1.xml] Ask Mary", "Comment1.xml] Ask Ada"]},
    ),
    "a password": ("t.xlsx", b"\xd0\xcf\x11\xe0" + b"0" * 99, "a file with a password"),
    "semicolons, and commas in the prose": (
        "t.csv",
        text(
            HEAD,
            ["1", "Alone, or far away", "Company, warmth, humour, patience", "a"],
            delimiter=";",
        ),
        {"rows": [["Alone, or far away", "Company, warmth, humour, patience", "a"]]},
    ),
    "the same with a byte order mark and a title": (
        "t.csv",
        text(
            ["Table 3, all of it", "", "", ""],
            HEAD,
            ["1", "Alone, or far away", "Company, warmth, humour", "a"],
            delimiter=";",
            encoding="utf-8-sig",
        ),
        {
            "rows": [["Alone, or far away", "Company, warmth, humour", "a"]],
            "notes": ["Table 3, all"],
        },
    ),
    "long headings and quotations with marks in them": (
        "t.csv",
        text(
            [
                "No.",
                "Context – personal level",
                "Mechanism: Resource – What happens",
                "Outcome",
                "Quotation",
            ],
            [
                "1",
                "Alone, tired",
                "Peers; all of them",
                "Rest",
                '‘I thought, "no; never", then’ Ada\n‘So’ Bo',
            ],
        ),
        {
            "rows": [["Alone, tired", "Peers; all of them", "Rest"]],
            "quotations": [('‘I thought, "no; never", then’ Ada', ""), ("‘So’ Bo", "")],
        },
    ),
    "Unicode text of Excel": (
        "t.txt",
        text(HEAD, ["1", "Ż alone, old", "Company", "Again"], delimiter="\t", encoding="utf-16"),
        {"rows": [["Ż alone, old", "Company", "Again"]]},
    ),
    "a mark that is never closed": (
        "t.tsv",
        "\t".join([*HEAD, "Quotation\n", *ONE, '"It is like family\n', *TWO, "They knew\n"])
        .replace("\n\t", "\n")
        .encode(),
        "row 2",
    ),
    "a comma without marks around the cell": (
        "t.csv",
        b"CMO,Context,Mechanism,Outcome\n1,Alone, old,Expected,Again\n2,New,Welcome,Names\n",
        "row 2: 5 cells, beginning with “1”, where the headings have 4",
    ),
    "a row that ends too early": (
        "t.csv",
        b"CMO,Context,Mechanism,Outcome\n2,New,Welcome,Names\n3,Retired,A task\nNote: all.\n",
        "row 3: 3 cells, beginning with “3”, where the headings have 4",
    ),
    "another encoding": (
        "t.csv",
        "CMO;Context;Outcome\n1;Żołnierze;Więź\n".encode("cp1250"),
        "row 2, column Context",
    ),
    "blanks that do not break, and signs nobody sees": (
        "t.csv",
        "CMO,\u200bContext,Mech\u00adanism,Out\u00a0come\n1,Alone\u200b,Com\u00adpany,\u00a0\n2,\u200b,x,y\n".encode(),
        {"rows": [["Alone", "Com\u00adpany", ""], ["", "x", "y"]]},
    ),
    "sources": (
        "t.csv",
        text([*HEAD, "Source", "Data source"], [*ONE, "Interviews 3, 5", "Survey"]),
        {"rows": [ONE[1:]], "extra": ["Source", "Data source"]},
    ),
    "actions, contents and a sequence": (
        "t.csv",
        text([*HEAD, "Action", "Content", "Sequence"], [*ONE, "Discuss", "Leaflet", "third"]),
        {"rows": [ONE[1:]], "extra": ["Action", "Content", "Sequence"]},
    ),
    "a strategy before the context": (
        "t.csv",
        text(["SCMO", "Strategy", "Context", "Outcome"], ["S1", "Walk", "Alone", "Again"]),
        {"rows": [["Walk", "Alone", "Again"]], "extra": ["SCMO"]},
    ),
    "highlights of Taguette": (
        "t.csv",
        text(["id", "document", "content", "tag"], ["1", "I1", "They ring", "mechanism.expected"]),
        "this is what Taguette writes",
    ),
    "a codebook of NVivo": (
        "t.csv",
        text(
            ["Name", "Description", "Files", "References"],
            ["Context", "What was", "0", "0"],
            ["Outcome", "", "0", "0"],
        ),
        "this is what NVivo",
    ),
    "excerpts of Dedoose": (
        "t.csv",
        text(
            ["Excerpt Copy", "Codes Applied Combined", "Code: Context Applied"],
            ["They ring", "Context", "True"],
        ),
        "this is what Dedoose writes",
    ),
    "single letters in the first row of configurations": (
        "t.csv",
        text(["السياق", "الآلية"], ["a", "c"], ["b", "d"]),
        "no row of headings names two stages",
    ),
    "single letters for all stages": (
        "t.csv",
        text(["No", "C", "M", "O"], ONE, TWO),
        {"rows": BOTH},
    ),
    "counts of codes": (
        "t.csv",
        text(["", "A : Context", "B : Outcome"], ["1 : Interview", "3", "x"]),
        "no row below the headings holds words in a stage",
    ),
    "a row of totals, and headings once more in the plural": (
        "t.csv",
        text(
            *PLAIN[:2], ["CMO", "Contexts", "Mechanisms", "Outcomes"], TWO, ["All", "2", "–", "4"]
        ),
        {"rows": BOTH, "notes": ["All"], "told": ["row 5, beginning with “All”: read as a note"]},
    ),
    "codes of ATLAS.ti, two in a cell": (
        "t.csv",
        text(["Quotation Content", "Codes"], ["They ring", "Context\nOutcome"]),
        "this is what ATLAS.ti writes",
    ),
    "a picture, and a file within the file": (
        "t.docx",
        word(
            table(
                HEAD,
                row(
                    *ONE[:3],
                    cell(
                        paragraph(
                            run(ONE[3])
                            + '<w:r><w:drawing><w:docPr descr="An arrow"/></w:drawing></w:r>'
                        )
                    ),
                ),
            ),
            **{"embeddings/a": "<w:p></w:p>"},
        ),
        {
            "rows": [ONE[1:]],
            "notes": ["[table 1, row 2, a picture or object] An arrow"],
            "told": ["word/embeddings/a.xml: a file within this one, of which nothing is read"],
        },
    ),
    "a continuation without headings, and a table with other stages": (
        "t.docx",
        word(table(*PLAIN) + "<w:p/>" + table(["3", "Old", "Asked", "Stay"]) + table(HEAD[1:3])),
        {
            "rows": BOTH,
            "told": [
                "table 2: another table; its text is kept with the notes; where it goes on",
                "table 3: another table, with the stages Context, Mechanism; its text",
            ],
        },
    ),
    "a column without width, text struck out, and a margin": (
        "t.xlsx",
        excel(
            {
                "S": sheet([*HEAD, "Name"], [*ONE, "Mary"], ['<c s="2" t="str"><v>gone</v></c>'])
                .replace("<sheetData>", '<cols><col min="5" max="5" width="0"/></cols><sheetData>')
                .replace(
                    "</sheetData>",
                    "</sheetData><headerFooter><oddHeader>&amp;LDraft of Ada</oddHeader>"
                    "</headerFooter>",
                )
            }
        ),
        {
            "rows": [ONE[1:]],
            "notes": [
                "column E, hidden] Name\nMary",
                "cell A3, struck out]",
                "oddHeader] &LDraft of",
            ],
            "told": ["sheet S, cell A3, struck out: kept with the notes", "no line through it"],
        },
    ),
    "marks of notes raised in a workbook": (
        "t.xlsx",
        excel(
            {
                "S": sheet(
                    HEAD,
                    [
                        *ONE[:3],
                        '<c t="inlineStr"><is><r><t>Trust</t></r><r><rPr><vertAlign '
                        'val="superscript"/></rPr><t>a</t></r></is></c>',
                    ],
                )
            }
        ),
        {"rows": [[*ONE[1:3], "Trustᵃ"]]},
    ),
    "text in the last cell of a sheet": (
        "t.xlsx",
        excel({"S": sheet(*PLAIN, end='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}),
        "sheet S: text so far from the rest, down to row 1048576",
    ),
    "the strict form of a workbook": (
        "t.xlsx",
        excel({"S": sheet(*PLAIN)}, more={"xl/workbook.xml": f'<workbook xmlns="{STRICT}"/>'}),
        "a workbook in the strict form of Open XML",
    ),
    "a part of a cell struck out": (
        "t.xlsx",
        excel(
            {
                "S": sheet(
                    HEAD,
                    [
                        *ONE[:3],
                        '<c t="inlineStr"><is><r><rPr><strike/></rPr><t>Leave</t></r>'
                        "<r><t>Stay</t></r></is></c>",
                    ],
                )
            }
        ),
        "sheet S, cell D2: a part of the text is struck out",
    ),
    "titles above headings that come again": (
        "t.docx",
        word(
            table(
                row(cell("Theory A", MERGED)), *PLAIN[:2], row(cell("Theory B", MERGED)), HEAD, TWO
            )
        ),
        {"rows": BOTH, "section": ["Theory A", "Theory B"]},
    ),
    "a title in each of several tables": (
        "t.docx",
        word(
            table(row(cell("CMO 1", MERGED)), *PLAIN[:2])
            + "<w:p/>"
            + table(row(cell("CMO 2", MERGED)), HEAD, TWO)
        ),
        {"rows": BOTH, "section": ["CMO 1", "CMO 2"]},
    ),
    "stages at the left with what describes and what bears them out": (
        "t.docx",
        word(
            table(["", "Description", "Evidence"], ["Context", "a", "I1"], ["Outcome", "b", "I2"])
        ),
        "no first column holds nothing but such names",
    ),
    "bars between the cells": (
        "t.txt",
        text(["CMO", "Context", "Outcome"], ["1", "Alone, old", "Rest; sleep"], delimiter="|"),
        {"rows": [["Alone, old", "Rest; sleep"]]},
    ),
    "how signs are read, in a workbook": (
        "t.xlsx",
        excel(
            {
                "S": sheet(
                    HEAD,
                    [
                        "1",
                        '<c t="inlineStr"><is><t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh>'
                        "</is></c>",
                        *ONE[2:],
                    ],
                )
            }
        ),
        {"rows": [["漢字", *ONE[2:]]], "notes": ["[sheet S, cell B2, how it is read] かんじ"]},
    ),
    "how signs are read, in a document": (
        "t.docx",
        word(
            table(
                HEAD,
                row(
                    "1",
                    cell(
                        paragraph(
                            f"<w:r><w:ruby><w:rt>{run('かん')}</w:rt>"
                            f"<w:rubyBase>{run('漢')}</w:rubyBase></w:ruby></w:r>"
                        )
                    ),
                    *ONE[2:],
                ),
            )
        ),
        {"rows": [["漢", *ONE[2:]]], "notes": ["[table 1, row 2, how a word is read] かん"]},
    ),
    "the table itself on a hidden sheet": (
        "t.xlsx",
        excel({"Key": sheet(["P1", "Mary"]), "CMO": sheet(*PLAIN)}, {"CMO": "hidden"}),
        "sheet CMO, hidden: kept with the notes alone",
    ),
    "both parts of the mechanism in one column, and words about the programme": (
        "t.csv",
        text(
            ["Programme context", "Mechanism (resource → reasoning)", "Outcome of the programme"],
            ["a", "b → c", "d"],
        ),
        {
            "stages": [
                "Programme context",
                "Mechanism (resource → reasoning)",
                "Outcome of the programme",
            ],
            "rows": [["a", "b → c", "d"]],
        },
    ),
    "parts of the mechanism in a second row, by words that are not known": (
        "t.csv",
        text(
            ["Context", "Mechanism", "", "Outcome"], ["", "Offer", "Answer", ""], [*"ab", "c", "d"]
        ),
        {"stages": ["Context", "Offer", "Answer", "Outcome"], "rows": [[*"abcd"]]},
    ),
    "a row that goes on over the page": (
        "t.csv",
        text(*PLAIN[:2], ["", "and old", "", "for years"], TWO),
        {
            "rows": [ONE[1:], ["and old", "", "for years"], TWO[1:]],
            "told": ["row 3 without a number or name: read as configurations of their own"],
        },
    ),
    "labels at the left with others among them": (
        "t.csv",
        text(["Context", "Alone"], ["Definition", "What was there"], ["Outcome", "Again"]),
        "no first column holds nothing but such names",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_table_gives_what_stands_in_it_or_is_refused_in_words(tmp_path, case):
    name, content, expected = CASES[case]
    (tmp_path / name).write_bytes(content)
    if isinstance(expected, str):
        with pytest.raises(TableError) as refusal:
            import_table(tmp_path / name)
        assert expected in str(refusal.value)
        assert str(refusal.value).startswith(f"{name}: ")
        return
    found = import_table(tmp_path / name)
    keys = [stage.stage for stage in found.stages]
    assert [[line[key] for key in keys] for line in found.configurations] == expected["rows"]
    kept, told = "\n".join(found.notes), "\n".join(found.report)
    assert [words for words in expected.get("notes", ()) if words not in kept] == []
    assert [words for words in expected.get("told", ()) if words not in told] == []
    seen = {
        "stages": [stage.label for stage in found.stages],
        "extra": list(found.extra.values()),
        "quotations": [(said["text"], said["speaker"]) for said in found.quotations],
        "section": [line.get("section") for line in found.configurations],
        "theories": [[line[t.theory] for t in found.theories] for line in found.configurations],
    }
    for part in seen.keys() & expected.keys():
        assert seen[part] == expected[part]


@pytest.mark.parametrize(
    "case", [c for c, (*_, gives) in CASES.items() if not isinstance(gives, str)]
)
@pytest.mark.usefixtures("small_books")
def test_every_word_of_a_file_is_in_the_files_of_the_book(tmp_path, case):
    name, content, _ = CASES[case]
    (tmp_path / name).write_bytes(content)
    book = tmp_path / "book"
    write_evaluation(book, plan_import(import_table(tmp_path / name), "Title", ()))
    texts = [(book / NOTES).read_text("utf-8")]
    for file in ("configurations", "quotations"):
        with (book / "data" / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
            texts += [cell for line in csv.reader(lines) for cell in line]
    texts += map(str, yaml.safe_load((book / "data" / "study.yml").read_text("utf-8"))["stages"])
    check_conserved(read_tables(tmp_path / name).source, texts)


@pytest.mark.usefixtures("small_books")
def test_bullets_that_begin_with_a_small_letter_are_no_concern(tmp_path):
    name, content, _ = CASES["bullets and what leads to them"]
    (tmp_path / name).write_bytes(content)
    write_evaluation(tmp_path / "book", plan_import(import_table(tmp_path / name), "Title", ()))
    assert list_open(load_study(tmp_path / "book" / "data")) == []


def test_a_format_far_below_the_table_costs_no_time(tmp_path):
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    (tmp_path / "t.xlsx").write_bytes(excel({"S": sheet(*PLAIN, end=far)}))
    start = time.process_time()
    assert len(import_table(tmp_path / "t.xlsx").configurations) == 2
    assert time.process_time() - start < 5


def test_a_small_file_that_unpacks_to_much_is_refused(tmp_path):
    bomb = sheet(HEAD, ONE, end=" " * MOST_BYTES)
    (tmp_path / "t.xlsx").write_bytes(excel({"S": bomb}))
    assert (tmp_path / "t.xlsx").stat().st_size < MOST_BYTES / 100
    with pytest.raises(TableError, match="unpacks to 50 MB"):
        import_table(tmp_path / "t.xlsx")


def test_entities_that_multiply_are_refused(tmp_path):
    body = table(*PLAIN).replace("Being expected", "&a;")
    text = (
        f'<!DOCTYPE x [<!ENTITY a "{"a" * 99}">]><w:document><w:body>{body}</w:body></w:document>'
    )
    (tmp_path / "t.docx").write_bytes(word("", document=text))
    with pytest.raises(TableError, match="cannot be read"):
        import_table(tmp_path / "t.docx")


@pytest.mark.parametrize(
    ("source", "kept", "words"),
    [
        ([("line 2", ["They come again"])], ["They come"], "line 2: the text beginning with “They"),
        ([("a", ["one"]), ("b", ["one two"])], ["one two"], "a: the text beginning with “one”"),
        ([("a", ["more → trust"])], ["more trust"], "“→”"),
        ([("a", ["Tru", "st"])], ["Tru"], "“trust”"),
    ],
)
def test_a_word_or_sign_that_was_lost_is_noticed(source, kept, words):
    with pytest.raises(TableError) as refusal:
        check_conserved(source, kept)
    assert words in str(refusal.value)


def test_a_change_of_punctuation_or_order_stops_no_import():
    check_conserved([("a", ["• “One,” she said: two."])], ["two", "She said one"])
    check_conserved([("a", ["com", "e again", "st"])], ["come again", "st"])
    # The arrow has been struck out.
    check_conserved([("a", ["one", "→", "one"])], ["oneone", "→"])
    assert list_words("½ a_b ✓ ▪ –") == ["½", "a_b", "✓"]


WORDS = st.text("abcé ✓→\u00ad", max_size=5)
PIECE = st.builds(
    lambda text, about, around: around.format(run(text, about)),
    WORDS,
    st.sampled_from(["", "", "<w:strike/>", "<w:vanish/>", '<w:strike w:val="0"/>']),
    st.sampled_from(
        [
            *("{}", "{}", "<w:ins>{}</w:ins>", "<w:del>{}</w:del>", "<w:moveTo>{}</w:moveTo>"),
            *("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:hyperlink>{}</w:hyperlink>"),
            f"{{}}{BOX}",
        ]
    ),
)
PARAGRAPHS = st.lists(
    st.builds(
        lambda pieces, about: paragraph("".join(pieces), about),
        st.lists(PIECE, max_size=4),
        st.sampled_from(["", "", LIST, "<w:rPr><w:del/></w:rPr>"]),
    ),
    max_size=3,
)
CELLS = st.builds(
    lambda inner, nested: cell("".join(inner) + (table([nested]) if nested else "") + "<w:p/>"),
    PARAGRAPHS,
    WORDS,
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=3), PARAGRAPHS)
def test_what_word_may_hold_in_a_cell_stops_no_import(tmp_path, rows, around):
    made = [row("1", *cells) for cells in rows]
    (tmp_path / "t.docx").write_bytes(word("".join(around) + table(HEAD, ONE, *made)))
    assert import_table(tmp_path / "t.docx").configurations[0]["context"] == ONE[1]
