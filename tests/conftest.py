import shutil
from pathlib import Path

import pytest

from scripts.study import CHECKED, load_study

DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture(scope="session")
def study():
    """The study of this edition, checked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(CHECKED, raising=False)
        return load_study(DATA)


@pytest.fixture
def data_copy(tmp_path):
    """A copy of the data folder that a test may spoil."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))
