"""The commands of ``python -m scripts``, one module each.

Each has `add_arguments` and `run`.
"""
