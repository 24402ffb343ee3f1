"""What should not be published: small counts, details of persons, and what looks doubtful.

It says so, or hides it; it decides nothing for the authors.
"""
