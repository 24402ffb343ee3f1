"""The Sphinx extension: what pages load, say of themselves and are allowed to do.

Nothing comes from the network.
"""
