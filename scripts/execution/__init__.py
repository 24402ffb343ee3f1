"""How chapters are executed side by side, in kernels or without.

A chapter runs again only when something that it depends on has changed.
"""
