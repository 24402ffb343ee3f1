"""What all drawings share: colours, fonts, how wide text is and which way it runs.

Nothing here knows what is drawn.
"""
