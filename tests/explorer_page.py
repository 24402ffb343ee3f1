"""A page with the explorer of an invented study and nothing of the theme."""

from importlib.resources import files
from pathlib import Path

from scripts.cases.explorer import show_explorer
from scripts.study.study import Study
from tests.change_models import add_status

STATIC = Path(str(files("scripts.site"))) / "static"
# Stricter than the site's own: nothing inline, nothing from elsewhere.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'"


def write_explorer_page(folder: Path, study: Study, policy: str = POLICY) -> Path:
    """Return a page with the explorer of a study; what it needs is written beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("explorer.js", "explorer.css", "edition.css"):
        (folder / name).write_bytes((STATIC / name).read_bytes())
    rule = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""
    page = folder / "explorer.html"
    page.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8">{rule}<title>Invented</title>'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        '<link rel="stylesheet" href="edition.css"><link rel="stylesheet" href="explorer.css">'
        "<body><main><h1>Invented</h1>"
        f"{show_explorer(study, add_status(study, study.configurations)).data}</main>"
        '<script src="explorer.js"></script>',
        "utf-8",
    )
    return page
