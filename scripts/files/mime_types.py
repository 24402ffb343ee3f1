"""Names of the open forms in which what a chapter shows is kept beside the HTML."""

TABLE = "application/vnd.dataresource+json"
FIGURE = "application/vnd.edition.figure+json"
VERDICT = "application/vnd.edition.verdict+json"
