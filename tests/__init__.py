"""The tests, in the same rooms as the package; `edition` has those that know this study."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
