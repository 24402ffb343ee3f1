"""How fast the explorer answers in Chromium, and how long its pages take, with many rows.

The study is invented for this purpose: its words are drawn at random from a list and mean
nothing. Run it from the folder of the project:

    .venv/bin/python -m benchmarks.explorer [--configurations 1000] [--quotations 4]

Times are milliseconds, unless named otherwise. A filter's time runs from the click to the
end of the layout that follows, all in the browser. Nothing fails if it is slow: a number
depends on the machine, and is for a person to judge. The aim is 100 ms for a filter.
"""

import argparse
import platform
import statistics
import tempfile
import time
from pathlib import Path
from random import Random

from scripts.cases.configuration_pages import build_pages
from scripts.cases.explorer import show_explorer
from scripts.study.study import Study
from tests.browser import open_page, start_browser
from tests.explorer_page import write_explorer_page
from tests.studies import make_study

WORDS = (
    *("invented", "filler", "nothing", "random", "placeholder", "sample", "example", "lorem"),
    *("ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "elit", "sed", "tempor"),
)
STAGES = ("context", "resource", "reaction", "outcome")
GROUPS = [
    {"group": f"group_{i}", "label": f"Invented group {i}", "n": 10, "code": f"G{i}"}
    for i in (1, 2, 3)
]
ELEMENTS = 60  # of each stage
AIM = 100  # milliseconds
MEASURE = """async (act) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  await frame();
  const start = performance.now();
  eval(act);
  document.body.getBoundingClientRect();
  const end = performance.now();
  await frame();
  return [end - start, document.querySelector(".explorer-status").textContent];
}"""


def make_synthetic_study(folder: Path, configurations: int, quotations: int) -> Study:
    """Return an invented study of so many configurations and quotations of each."""
    chance = Random(1)

    def say(least: int, most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(least, most))).capitalize()

    elements = [
        {
            "element": f"{stage}-{i}",
            "stage": stage,
            "label": f"Invented {stage} {i}: {say(2, 4)}",
            "definition": "Invented.",
        }
        for stage in STAGES
        for i in range(ELEMENTS)
    ]
    rows, codings, quoted = [], [], []
    for number in range(configurations):
        name = f"invented-{number}"
        row = {"configuration": name}
        for stage in STAGES:
            phrases = [f"{say(3, 9)} {i}" for i in range(chance.randint(1, 3))]
            row[stage] = ". ".join(phrases)
            for phrase, rank in zip(phrases, chance.sample(range(ELEMENTS), 3), strict=False):
                coding = {"configuration": name, "stage": stage, "phrase": phrase}
                codings.append({**coding, "element": f"{stage}-{rank}"})
        row |= {key: chance.choice(("yes", "no")) for key in ("first", "last")}
        row["valence"] = chance.choice(("positive", "negative"))
        rows.append(row)
        for i in range(quotations):
            quoted.append(
                {
                    "configuration": name,
                    "position": i + 1,
                    "speaker": f"Nobody {chance.randint(1, 30)}",
                    "speaker_group": chance.choice(GROUPS)["group"],
                    "text": f"Invented words: {say(25, 60)}",
                }
            )
    return make_study(
        folder,
        groups=GROUPS,
        stages=STAGES,
        theories=("first", "last"),
        configurations=rows,
        elements=elements,
        codings=codings,
        quotations=quoted,
        exhibits=[{"exhibit": "table_2", "kind": "configurations"}],
    )


def measure_explorer(page: Path, repeats: int) -> dict[str, list[float]]:
    """Return the times of each action in milliseconds, by what was done."""
    times: dict[str, list[float]] = {}

    def act(browser_page, name: str, code: str) -> str:
        taken, status = browser_page.evaluate(MEASURE, code)
        times.setdefault(name, []).append(taken)
        return status

    box = "document.querySelectorAll('[data-facet=\"%s\"] input')[%d].click()"
    word = (
        "(() => { const field = document.querySelector('.explorer [type=search]');"
        " field.value = '%s'; field.dispatchEvent(new Event('input')); })()"
    )
    with start_browser() as browser:
        for _ in range(repeats):
            with open_page(browser, page.as_uri()) as (shown, watch):
                shown.wait_for_selector(".explorer.is-ready")
                start = shown.evaluate("performance.now()")
                times.setdefault("open the page, until it is ready", []).append(start)
                for key in ("context", "valence"):
                    button = f"document.querySelector('[popovertarget=filter-{key}]').click()"
                    act(shown, "open a list of options", button)
                    act(shown, f"choose a filter ({key})", box % (key, 0))
                    act(shown, f"choose a second filter ({key})", box % (key, 1))
                    act(shown, f"take a filter away ({key})", box % (key, 0))
                act(shown, "search one word", word % "ipsum")
                act(shown, "search three words", word % "ipsum dolor nobody")
                act(shown, "clear all", "document.querySelector('.explorer [type=reset]').click()")
                act(shown, "open a row", "document.querySelector('.explorer summary').click()")
                if watch.complaints:
                    raise SystemExit("\n".join(watch.complaints))
    return times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--configurations", type=int, default=1000)
    parser.add_argument("--quotations", type=int, default=4, help="of each configuration")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        study = make_synthetic_study(
            Path(folder) / "data", options.configurations, options.quotations
        )
        start = time.perf_counter()
        show_explorer(study, study.configurations)
        built = time.perf_counter() - start
        start = time.perf_counter()
        sizes = [len(page["body"].encode()) for _, page in build_pages(study)]
        pages = time.perf_counter() - start
        # Without a policy: what is measured is handed over as text.
        page = write_explorer_page(Path(folder) / "page", study, policy="")
        times = measure_explorer(page, options.repeats)
        weight = page.stat().st_size
    print(
        f"{options.configurations} invented configurations, {options.quotations} quotations each; "
        f"Python {platform.python_version()}, {platform.machine()}"
    )
    print(f"table built in {built:.2f} s, page {weight / 1e6:.2f} MB")
    print(f"{len(sizes)} pages made in {pages:.1f} s, the largest {max(sizes) / 1e3:.0f} kB")
    print(f"{'':36}{'median':>8}{'most':>8}  milliseconds, of {options.repeats} runs")
    for name, taken in times.items():
        print(f"{name:36}{statistics.median(taken):8.1f}{max(taken):8.1f}")
    worst = max(max(taken) for name, taken in times.items() if "filter" in name)
    print(f"slowest filter {worst:.1f} ms; the aim is {AIM} ms")


if __name__ == "__main__":
    main()
