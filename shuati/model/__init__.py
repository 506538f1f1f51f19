"""What a document, a question, an entry and a pair are: frozen values."""

from shuati.model.blocks import (
    Block,
    Code,
    Formula,
    Heading,
    Html,
    Paragraph,
    Point,
    PointList,
    Quote,
    Table,
    walk,
)
from shuati.model.diagnostic import (
    BuildError,
    Diagnostic,
    Severity,
    Value,
    error,
    failure,
    note,
    warning,
)
from shuati.model.entry import (
    AnswerPart,
    Entry,
    MergedPoint,
)
from shuati.model.location import (
    Location,
    Span,
    Unit,
)
from shuati.model.pair import (
    Pair,
    Reason,
    Verdict,
    reason,
)
from shuati.model.picture import Picture, PictureNames
from shuati.model.question import (
    Document,
    Form,
    Kind,
    Option,
    Other,
    OtherKind,
    Question,
    Section,
)

__all__ = [
    "AnswerPart",
    "Block",
    "BuildError",
    "Code",
    "Diagnostic",
    "Document",
    "Entry",
    "Form",
    "Formula",
    "Heading",
    "Html",
    "Kind",
    "Location",
    "MergedPoint",
    "Option",
    "Other",
    "OtherKind",
    "Pair",
    "Paragraph",
    "Picture",
    "PictureNames",
    "Point",
    "PointList",
    "Question",
    "Quote",
    "Reason",
    "Section",
    "Severity",
    "Span",
    "Table",
    "Unit",
    "Value",
    "Verdict",
    "error",
    "failure",
    "note",
    "reason",
    "walk",
    "warning",
]
