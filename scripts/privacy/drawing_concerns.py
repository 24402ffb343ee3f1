"""What drawings may show otherwise than meant: valences, letters, lines that only go on."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.files.problems import did_you_mean, quote
from scripts.privacy.concerns import Concern
from scripts.study.elements import find_continuation_line
from scripts.study.settings import FILE as SETTINGS_FILE
from scripts.study.study import Study

TABLE = "configurations"
# At most this many letters are named.
MOST_NAMED = 5
# From this likeness on (1 is the same), a valence may be another one misspelt.
NEAR = 0.8
# Every font has the letters before this one: those of most languages written in Latin.
FIRST_RARE = "\u0250"


def find_undrawn_valences(study: Study) -> Iterator[Concern]:
    """Yield each valence that no figure shows, where the figures are told apart by valence.

    Parameters
    ----------
    study : Study
        Its configurations have a column valence; blank where it is not stated.
    """
    diagrams = [e for e in study.settings.exhibits if e.kind == "diagram"]
    shown = [exhibit.show.get("valence") for exhibit in diagrams]
    if not diagrams or None in shown:
        return
    counts = study.configurations["valence"].value_counts(sort=False)
    for valence, count in counts.items():
        if valence not in shown:
            name = f"valence {quote(valence)}" if valence else "no valence"
            found = f"{count} configuration{'' if count == 1 else 's'} of {name} in no figure."
            found += did_you_mean(valence, filter(None, shown), NEAR)
            yield Concern("undrawn_valence", "study", SETTINGS_FILE, None, valence, "show", found)


def find_undrawn_letters(study: Study) -> Iterator[Concern]:
    """Yield each stage with letters that the font of the files for print does not have."""
    file = study.sheet(TABLE).file
    for stage in study.settings.stages:
        letters = _list_unknown_letters("".join(study.configurations[stage.stage]))
        if letters:
            named = ", ".join(map(quote, letters[:MOST_NAMED]))
            number = f"{len(letters)} letter{'' if len(letters) == 1 else 's'}"
            found = f"{number} that the font for print does not have, such as {named}"
            yield Concern("undrawn_letters", TABLE, file, None, "", stage.stage, found)


def find_continuation_lines(study: Study) -> Iterator[Concern]:
    """Yield each cell of a stage in which a line seems to go on with the one above."""
    file = study.sheet(TABLE).file
    numbers = study.sheet(TABLE).numbers
    for stage in study.settings.stages:
        names = zip(
            numbers,
            study.configurations["configuration"],
            study.configurations[stage.stage],
            strict=True,
        )
        for number, name, text in names:
            line = find_continuation_line(text)
            if line:
                found = f"a line of the cell that begins with {quote(line, 40)}"
                yield Concern("wrapped_line", TABLE, file, number, name, stage.stage, found)


def _list_unknown_letters(text: str) -> list[str]:
    """Return the letters of a text that the font for print does not have."""
    rare = [letter for letter in dict.fromkeys(text) if letter >= FIRST_RARE]
    if not rare:
        return []
    # Imported here because reading the font takes longer than all other checks.
    from scripts.look.text import list_unknown_letters

    return list_unknown_letters(rare)
