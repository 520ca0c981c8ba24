"""Notes and task lines read losslessly, and edited by splicing: every byte outside the edited span stays as it was.

Nothing here serialises a note. ``Note`` and ``TaskLine`` say where things stand; an edit replaces characters between two offsets.
"""

from acta.markdown.edit import replace_span, splice, tick, untick
from acta.markdown.note import Footnote, Heading, Line, ListItem, Note, Section, Stretch
from acta.markdown.sections import HEADINGS, KIND_OF_LETTER, heading_key, is_label, item_labels, kind_of_heading, kind_of_label
from acta.markdown.task import Field, TaskFormat, TaskLine, task_line

__all__ = [
    "HEADINGS",
    "KIND_OF_LETTER",
    "Field",
    "Footnote",
    "Heading",
    "Line",
    "ListItem",
    "Note",
    "Section",
    "Stretch",
    "TaskFormat",
    "TaskLine",
    "heading_key",
    "is_label",
    "item_labels",
    "kind_of_heading",
    "kind_of_label",
    "replace_span",
    "splice",
    "task_line",
    "tick",
    "untick",
]
