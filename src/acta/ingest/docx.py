"""The text of a DOCX file's body, line by line."""

from __future__ import annotations

from xml.etree.ElementTree import Element

BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# Text that is shown twice (a drawing and its fallback) or not at all (what a tracked change deleted).
_SKIPPED = frozenset((f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"))


def lines_of(xml: bytes) -> tuple[str, ...]:
    """The lines of a document, in order: its paragraphs, parted where a line is broken. Raises ``ValueError`` for damaged XML."""
    from defusedxml import DefusedXmlException  # noqa: PLC0415  # only documents need a parser of XML
    from defusedxml.ElementTree import ParseError, fromstring  # noqa: PLC0415

    try:
        root = fromstring(xml)
    except (ParseError, DefusedXmlException, LookupError) as error:
        raise ValueError(str(error)) from error
    return tuple(line for line in _text(root).split("\n") if line.strip())


def _text(root: Element) -> str:
    out: list[str] = []
    # A stack of our own: a damaged document can be nested deeper than Python calls go.
    stack: list[Element | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            out.append(node)
        elif node.tag == f"{_W}t":
            out.append(node.text or "")
        elif node.tag in _MARKS:
            out.append(_MARKS[node.tag])
        elif node.tag not in _SKIPPED:
            if node.tag == f"{_W}p":
                out.append("\n")
                stack.append("\n")
            stack += reversed(node)
    return "".join(out)
