"""Which tables of a book can be downloaded: its exhibits, its verdicts, and what explains them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from scripts.analysis.configurations import compute_theory_change
from scripts.exports.grid import Grid, build_grid, describe_notes
from scripts.published.comparison import CLAIMS, compare_exhibit
from scripts.study.settings import Exhibit
from scripts.study.study import Study
from scripts.tables import apparatus, report_tables, tables
from scripts.tables.tables import PublicationTable

BUILDERS: dict[str, Callable[[Study, str], PublicationTable]] = {
    "demographics": tables.build_demographics_table,
    "interviews": tables.build_interviews_table,
    "configurations": partial(tables.build_configurations_table, levels_apart=True),
}
# The headings of the list of downloads that tables stand under.
TABLES, VERDICTS, DATA_TABLES = "Tables", "Verdicts and notes", "The data explained"


AGREEMENT = "Agreement of the transcriptions"
STANDARDS = "Reporting standards"
MUTANTS = "Changes of one datum, and what noticed them"


@dataclass(frozen=True)
class TableSource:
    """A table that can be downloaded, before it is built.

    Attributes
    ----------
    section : str
        Its heading in the list of downloads.
    key : str
        Names its files.
    label : str
        What it is called in few words; an exhibit has its number.
    title : str
        What the list says that it is.
    build : callable
        Returns the table.
    exhibit : str
        Key of the exhibit that it is, or empty; its editorial notes go with it.
    """

    section: str
    key: str
    label: str
    title: str
    build: Callable[[], PublicationTable]
    exhibit: str = ""

    def build_grid(self, study: Study) -> Grid:
        """Return the table as plain cells, with the notes on them."""
        return build_grid(self.build(), describe_notes(study, self.exhibit))


def list_tables(study: Study) -> list[TableSource]:
    """Return every table that can be downloaded, none of them built yet."""
    exhibits = study.exhibits
    found = [_list_exhibit(study, e) for e in exhibits if e.kind in BUILDERS]
    if (compute_theory_change(study)["status"] != "").any():
        words = "What became of the configurations"
        build = partial(report_tables.build_change_table, study)
        found.append(TableSource(TABLES, "theory_change", words, words, build))
    for exhibit in exhibits:
        if study.published(exhibit.exhibit) is not None or exhibit.kind == CLAIMS:
            found.append(_list_verdicts(study, exhibit))
    found += _list_apparatus(study)
    # An exhibit may be called as one of the other tables is.
    taken = {exhibit.exhibit for exhibit in exhibits}
    return [
        replace(source, key=f"{source.key}-table")
        if not source.exhibit and source.key in taken
        else source
        for source in found
    ]


def find_exhibit_table(study: Study, key: str) -> TableSource | None:
    """Return the table that an exhibit is, or None if the key is that of something else."""
    exhibit = next((e for e in study.settings.exhibits if e.exhibit == key), None)
    known = exhibit is not None and exhibit.kind in BUILDERS
    return _list_exhibit(study, exhibit) if known else None


def _list_exhibit(study: Study, exhibit: Exhibit) -> TableSource:
    title = f"{exhibit.label}. {exhibit.caption}"
    build = partial(BUILDERS[exhibit.kind], study, exhibit.exhibit)
    return TableSource(TABLES, exhibit.exhibit, exhibit.label, title, build, exhibit.exhibit)


def _list_verdicts(study: Study, exhibit: Exhibit) -> TableSource:
    """Return the verdicts on an exhibit; those on claims are the exhibit itself."""
    key = exhibit.exhibit
    if exhibit.kind == CLAIMS:
        title = f"{exhibit.label}. {exhibit.caption}"
        build = partial(_build_claims, study, key)
        return TableSource(VERDICTS, key, exhibit.label, title, build, key)
    label = f"Verdicts on {exhibit.label}"
    build = partial(_build_verdicts, study, key)
    return TableSource(VERDICTS, f"verdicts-{key}", label, f"{label}, on every cell", build)


def _build_claims(study: Study, key: str) -> PublicationTable:
    return report_tables.build_claims_table(compare_exhibit(study, key))


def _build_verdicts(study: Study, key: str) -> PublicationTable:
    return report_tables.build_verdicts_table(compare_exhibit(study, key))


def _list_apparatus(study: Study) -> list[TableSource]:
    """Return the tables about the edition itself, where there is anything in them."""
    found = []
    for section, key, label, build in (
        (VERDICTS, "editorial_notes", "Editorial notes", apparatus.build_notes_table),
        (VERDICTS, "transcription_agreement", AGREEMENT, apparatus.build_agreement_table),
        (VERDICTS, "reporting_standards", STANDARDS, report_tables.build_standards_table),
        (VERDICTS, "mutation_report", MUTANTS, report_tables.build_mutants_table),
        (DATA_TABLES, "elements", "Codebook", apparatus.build_codebook_table),
    ):
        if len(study.frame(key)):
            name = "codebook" if key == "elements" else key
            found.append(TableSource(section, name, label, label, partial(build, study)))
    for key, label, build in (
        ("data_files", "Files of the data", apparatus.build_files_table),
        ("data_columns", "Columns of the data", apparatus.build_dictionary_table),
    ):
        found.append(TableSource(DATA_TABLES, key, label, label, partial(build, study)))
    return found
