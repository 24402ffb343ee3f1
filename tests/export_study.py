"""An invented study with an exhibit of each kind, for the tests of downloads."""

from pathlib import Path

from scripts.study.study import Study
from tests.studies import make_study

GROUPS = (
    {"group": "clients", "label": "Clients", "n": 8, "code": "C"},
    {"group": "helpers", "label": "Helpers", "n": 5, "code": "H"},
)
STAGES = (
    {"stage": "context", "label": "Context", "short_label": "Context"},
    {"stage": "resource", "label": "Resource", "short_label": "Resource", "spanner": "Mechanism"},
    {"stage": "reaction", "label": "Reaction", "short_label": "Reaction", "spanner": "Mechanism"},
    {"stage": "outcome", "label": "Outcome", "short_label": "Outcome"},
)
ROWS = (
    {
        "configuration": "one",
        "context": "Alone <b>at home</b> & tired",
        "resource": "=1+1 calls",
        "reaction": "Feels heard",
        "outcome": "Sleeps 100% better_",
        "first": "yes",
        "last": "yes",
        "valence": "positive",
    },
    {
        "configuration": "two",
        "context": "Alone <b>at home</b> & tired",
        "resource": "No calls",
        "reaction": "",
        "outcome": "@worse",
        "first": "no",
        "last": "yes",
        "valence": "negative",
    },
    {
        "configuration": "three",
        "context": "Many friends",
        "resource": "=1+1 calls",
        "reaction": "Shrugs",
        "outcome": "",
        "first": "yes",
        "last": "no",
        "valence": "negative",
    },
)
NOTE = {
    "kind": "missing",
    "source_reading": "",
    "reading_used": "",
    "evidence": "Invented",
    "confidence": "high",
}
NOTES = (
    {"exhibit": "chains", "row": "two", "field": "reaction", "reason": "Nothing is there", **NOTE},
    {"exhibit": "chains", "row": "three", "field": "outcome", "reason": "Nothing is there", **NOTE},
    {"exhibit": "chains", "row": "heading", "field": "context", "reason": "A head", **NOTE},
    {"exhibit": "chains", "row": "heading", "field": "mechanism", "reason": "A span", **NOTE},
    {"exhibit": "chains", "row": "caption", "field": "caption", "reason": "A caption", **NOTE},
    {"exhibit": "people", "row": "age", "field": "label", "reason": "A label", **NOTE},
    {"exhibit": "people", "row": "age/Old", "field": "helpers", "reason": "A count", **NOTE},
)


def make_export_study(folder: Path) -> Study:
    """Return the study, written to a folder."""
    return make_study(
        folder,
        groups=GROUPS,
        stages=STAGES,
        theories=("first", "last"),
        configurations=ROWS,
        quotations=[
            {"configuration": "one", "speaker": "Ada", "speaker_group": "clients", "text": "Good"},
            {"configuration": "one", "speaker": "Bo", "speaker_group": "helpers", "text": "-Fine"},
            {"configuration": "two", "speaker": "Ada", "speaker_group": "clients", "text": "Oh"},
        ],
        characteristics=[{"characteristic": "age", "label": "Age", "responses": "single"}],
        demographics=[
            {"characteristic": "age", "level": level, "group": group, "count": count}
            for level, group, count in (
                ("Young", "clients", 3),
                ("Young", "helpers", 4),
                ("Old", "clients", 5),
                ("Old", "helpers", 1),
            )
        ],
        interviews=[
            {"group": "clients", "interviewees": 8, "mean": 37.5, "minimum": 20, "maximum": 58},
            {"group": "helpers", "interviewees": 5, "mean": "", "minimum": 30, "maximum": 40},
        ],
        notes=NOTES,
        exhibits=[
            {"exhibit": "people", "kind": "demographics", "groups": ["clients", "helpers"]},
            {"exhibit": "talks", "kind": "interviews", "groups": ["clients", "helpers"]},
            {"exhibit": "chains", "kind": "configurations"},
            {"exhibit": "map", "kind": "diagram", "show": {"last": "yes"}},
        ],
        citation="An invented citation <script>.",
        doi="10.1234/invented",
        licence="CC BY 4.0",
    )
