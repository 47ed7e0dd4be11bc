"""Text from outside, made fit to be shown."""


def printable(text: str) -> str:
    """Control characters, line ends and direction marks as escapes.

    A name must not move a cursor, hide a line or turn the text around. What is left is also
    legal in XML.
    """
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)
