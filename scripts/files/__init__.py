"""Files as people save them: text, tables, workbooks, YAML; zip files and hashes of files.

What is wrong with one is said so that it can be mended.
"""
