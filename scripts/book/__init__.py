"""The book built, printed and archived.

It is checked, executed and complete, or it is not there at all.
"""
