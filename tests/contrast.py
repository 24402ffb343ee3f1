"""How well one colour can be seen on another."""


def contrast(colour: str, other: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2.2 defines it."""

    def luminance(code: str) -> float:
        values = []
        for i in (1, 3, 5):
            channel = int(code[i : i + 2], 16) / 255
            low = channel <= 0.04045
            values.append(channel / 12.92 if low else ((channel + 0.055) / 1.055) ** 2.4)
        return 0.2126 * values[0] + 0.7152 * values[1] + 0.0722 * values[2]

    high, low = sorted((luminance(colour), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
