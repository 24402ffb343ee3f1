"""What the commands of ``python -m scripts`` do; ``commands.json`` lists them.

Each is a function of its options that returns the exit status.
"""
