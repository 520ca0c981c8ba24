"""Notes and task lines read losslessly, and edited by splicing: every byte outside the edited span stays as it was.

Nothing here serialises a note. ``Note`` and ``TaskLine`` say where things stand; an edit replaces characters between two offsets.
"""

from acta.markdown.edit import replace_span, splice, tick, untick
from acta.markdown.note import Footnote, Heading, Line, ListItem, Note, Section, Stretch
from acta.markdown.task import Field, TaskFormat, TaskLine, task_line

__all__ = [
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
    "replace_span",
    "splice",
    "task_line",
    "tick",
    "untick",
]
