"""Tables, figures and data as files to take away.

Word, Excel, LaTeX, CSV, SVG, PDF and the data package.
"""
