"""What the commands of ``python -m scripts`` do; `scripts.__main__` lists them.

Each is a function of its options that returns the exit status.
"""
