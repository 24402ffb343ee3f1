"""Files as people save them: text, comma-separated tables, YAML.

What is wrong with one is said so that it can be mended.
"""
