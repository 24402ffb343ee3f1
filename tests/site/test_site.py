"""The finished site: whole, self-contained, readable by everybody, and with the right numbers."""

import csv
import re
from collections import Counter
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from scripts.chapters.contents import list_pages
from tests import ROOT

LARGEST_PAGE = 300_000  # bytes
PAGES = [p.relative_to(ROOT).with_suffix("").as_posix() + ".html" for p in list_pages(ROOT)]
with (ROOT / "data/configurations.csv").open(encoding="utf-8-sig", newline="") as stream:
    NAMES = [row["configuration"] for row in csv.DictReader(stream) if any(row.values())]
CONFIGURATIONS = [f"configurations/{name}.html" for name in NAMES]


@pytest.fixture(scope="session")
def views(pages) -> dict[str, dict[str, set[str]]]:
    """What each page with an explorer can be filtered by: the values of each filter."""
    found: dict[str, dict[str, set[str]]] = {}
    for name, page in pages.items():
        for box in page.select(".explorer-options input"):
            # A view may ask for no value of a filter at all.
            found.setdefault(name, {}).setdefault(box["name"], {"any"}).add(box["value"])
    return found


def test_pages_are_those_of_the_contents_the_configurations_and_the_search(pages):
    assert set(pages) == {*PAGES, *CONFIGURATIONS, "search.html"}


def test_every_internal_link_leads_somewhere(site, pages, anchors, views):
    broken, followed = [], 0
    for name, page in pages.items():
        for tag in page.find_all(["a", "link", "script", "img", "use", "source"]):
            address = tag.get("href") or tag.get("src")
            parts = urlsplit(address or "")
            if address is None or parts.scheme or parts.netloc:
                continue
            followed += 1
            target = name
            if parts.path:
                target = PurePosixPath(name).parent / unquote(parts.path)
                target = Path(*target.parts)
                target = (site / target).resolve().relative_to(site.resolve()).as_posix()
            anchor = unquote(parts.fragment)
            if target in views and "=" in anchor:
                # A filtered view of the explorer.
                asked = parse_qsl(anchor, strict_parsing=True)
                leads = all(value in views[target].get(key, ()) for key, value in asked)
            else:
                leads = not anchor or target not in anchors or anchor in anchors[target]
            if not (site / target).is_file() or not leads:
                broken.append(f"{name}: {address}")
    assert broken == []
    assert followed > 100


def test_nothing_is_fetched_from_the_network(site, pages):
    found = []
    for name, page in pages.items():
        for tag in page.find_all(["script", "link", "img", "iframe", "source", "style", "object"]):
            addresses = [tag.get(key) for key in ("src", "href", "srcset", "data", "poster")]
            # Linked data name places and fetch nothing.
            runs = tag.name in {"script", "style"} and tag.get("type") != "application/ld+json"
            text = tag.get_text() if runs else ""
            found += [
                f"{name}: <{tag.name}> {address[:80]}"
                for address in [*filter(None, addresses), *re.findall(r"\S*https?://\S*", text)]
                if re.search(r"^\s*(https?:)?//|https?://", address)
            ]
    for path in site.rglob("*.css"):
        text = path.read_text("utf-8")
        found += [
            f"{path.name}: {address}"
            for address in re.findall(r"@import[^;]*|url\([^)]*\)", text)
            if re.search(r"https?://|url\(['\"]?//", address) and "data:" not in address
        ]
    assert found == []


def test_each_page_says_what_it_is_and_in_which_language(pages):
    for name, page in pages.items():
        assert page.html["lang"] == "en", name
        assert page.title.get_text(strip=True), name
        assert len(page.find_all("h1")) == 1, name
        assert page.h1.get_text(strip=True), name
    titles = Counter(page.title.get_text(strip=True) for page in pages.values())
    assert max(titles.values()) == 1, f"two pages with one title: {titles.most_common(1)}"


@pytest.mark.parametrize("name", [*PAGES, *CONFIGURATIONS])
def test_ids_are_unique_on_the_page(pages, name):
    ids = Counter(tag["id"] for tag in pages[name].find_all(id=True))
    assert [identifier for identifier, count in ids.items() if count > 1] == []


def test_every_table_has_a_caption_and_headings_with_a_scope(pages):
    tables = [(name, table) for name, p in pages.items() for table in p.select("article table")]
    assert tables
    for name, table in tables:
        assert table.caption, name
        assert table.caption.get_text(strip=True), name
        headings = table.find_all("th")
        assert headings, name
        unscoped = [th.get_text(strip=True) for th in headings if not th.get("scope")]
        assert unscoped == [], f"{name}: {table.caption.get_text()}"


def test_every_picture_has_its_text(pages):
    drawings = 0
    for name, page in pages.items():
        for image in page.find_all("img"):
            assert image.get("alt", "").strip(), f"{name}: {image.get('src')}"
            assert "/" not in image["alt"], f"{name}: a file name as the text of a picture"
        for svg in page.select("article svg"):
            drawings += 1
            for part in ("title", "desc"):
                element = svg.find(part, recursive=False)
                assert element is not None, f"{name}: a drawing without {part}"
                assert element.get_text(strip=True), f"{name}: a drawing with an empty {part}"
    assert drawings, "no drawing in the whole book"


def test_no_leftovers_of_templates(site):
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert [name for name in names if name.startswith("_static/") and name.endswith(".html")] == []
    assert names.isdisjoint({"genindex.html", ".buildinfo", "py-modindex.html"})
    assert not [name for name in names if "thebe" in name]


@pytest.mark.parametrize("name", [*PAGES, *CONFIGURATIONS[:1]])
def test_page_is_light_enough_for_a_phone(site, name):
    assert (site / name).stat().st_size < LARGEST_PAGE
