"""The Content-Security-Policy of each page: nothing runs or is loaded but the site's own."""

import re
from base64 import b64encode
from hashlib import sha256
from html import escape

from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError

# A page opened from a disk has no origin, so that some browsers do not count the files beside it
# as 'self'. On the web, no page can load a file from a disk.
OWN = "'self' file:"
RULES = {
    "default-src": OWN,
    "script-src": "{scripts}",
    "script-src-attr": "'none'",
    "style-src": f"{OWN} 'unsafe-inline'",
    "img-src": f"{OWN} data:",
    "font-src": f"{OWN} data:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "frame-src": "'none'",
    "base-uri": "'none'",
    "form-action": OWN,
}
POLICY = "; ".join(f"{name} {sources}" for name, sources in RULES.items())
# Attributes with an address, and what in them would run.
RUNNABLE, SCRIPT = {"href", "src", "action"}, re.compile(r"\s*javascript:", re.IGNORECASE)
POLICY_TAG = '<meta http-equiv="Content-Security-Policy"'


def secure_page(html: str, document: BeautifulSoup, name: str) -> str:
    """Return a page with its policy, right after the declaration of its encoding.

    Scripts come from files of the site; an inline script runs only if its SHA-256 hash is
    in the policy. Styles may be inline: drawings carry their own. A page with handlers in
    attributes, which no hash can allow, is refused.
    """
    handlers = [
        f'<{tag.name} {key}="{value}">'
        for tag in document.find_all(True)
        for key, value in tag.attrs.items()
        if key.startswith("on") or (key in RUNNABLE and SCRIPT.match(value))
    ]
    if handlers:
        raise ExtensionError(
            f"{name}: a script in an attribute would not run under the site's policy: "
            f"{'; '.join(handlers[:3])}. Connect it in a file of scripts/site/static."
        )
    texts = (script.get_text() for script in document.find_all("script", src=False))
    digests = (b64encode(sha256(text.encode()).digest()).decode() for text in texts)
    scripts = dict.fromkeys((OWN, *(f"'sha256-{digest}'" for digest in digests)))
    policy = escape(POLICY.format(scripts=" ".join(scripts))).replace("&#x27;", "'")
    head, mark, rest = html.partition('<meta charset="utf-8" />')
    if not mark:
        raise ExtensionError(f'{name} does not begin with <meta charset="utf-8" />')
    return f'{head}{mark}\n{POLICY_TAG} content="{policy}">{rest}'
