"""The data folder read and checked, all of it, into one `Study`.

Each rule that data must keep stands here.
"""

from scripts.study.study import Study, check_study, find_data, load_study, open_study, use_study

__all__ = ["Study", "check_study", "find_data", "load_study", "open_study", "use_study"]
