"""Runs of pages become one PDF: page numbers, links and outline across all, each font once."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shuati.publish.print import page_numbers
from shuati.publish.print.embedded_fonts import EmbeddedFonts
from shuati.publish.print.imposition import PaperSide, Placement
from shuati.publish.print.page_run import PageRun, SetPage

PRODUCER = "shuati"
_OF_FORMS = ("BBox", "Group", "Matrix")


@dataclass(frozen=True, slots=True)
class PdfProperties:
    """Title and kind of a PDF, and where the anchors of other sheets are.

    ``others`` maps ``NAME:anchor`` to the page number (from 1) in ``NAME.pdf``. ``archival``
    asks for PDF/A-2b.
    """

    title: str
    language: str = "zh-CN"
    others: Mapping[str, int] = field(default_factory=dict)
    archival: bool = False


def pages_of_anchors(
    runs: Sequence[PageRun], sides: Sequence[PaperSide] | None = None
) -> dict[str, int]:
    """The page (from 1) that each anchor of the ``runs`` is on at last."""
    pages = [page for run in runs for page in run.pages]
    on = {number: number for number in range(len(pages))}
    if sides is not None:
        on = {page: at for at, side in enumerate(sides) for page, _ in side.places}
    found: dict[str, int] = {}
    for number, page in enumerate(pages):
        for anchor in page.anchors if number in on else ():
            found.setdefault(anchor, on[number] + 1)
    return found


def write_pdf(
    runs: Sequence[PageRun],
    properties: PdfProperties,
    sides: Sequence[PaperSide] | None = None,
    frame: PageRun | None = None,
) -> bytes:
    """One PDF of all ``runs``, page by page, or laid on ``sides``.

    ``frame`` is a page that is drawn on each side, below what is laid on it; where it has as
    many pages as there are sides, each on its own.
    """
    return _PdfWriter(runs, properties, sides, frame).written()


@dataclass(slots=True)
class _RunPage:
    """A page of a run."""

    run: PageRun
    at: int

    @property
    def page(self) -> SetPage:
        return self.run.pages[self.at]


class _PdfWriter:
    def __init__(
        self,
        runs: Sequence[PageRun],
        properties: PdfProperties,
        sides: Sequence[PaperSide] | None,
        frame: PageRun | None,
    ) -> None:
        import pikepdf

        self._pikepdf = pikepdf
        self._properties = properties
        self._pdf = pikepdf.new()
        self._opened: dict[int, Any] = {}
        self._pages = [_RunPage(run, at) for run in runs for at in range(len(run.pages))]
        self._frames = [_RunPage(frame, at) for at in range(len(frame.pages))] if frame else []
        self._sides = (
            sides
            if sides is not None
            else [_own_side(at, placed.page) for at, placed in enumerate(self._pages)]
        )
        self._imposed = sides is not None
        every = [*runs, *([frame] if frame else [])]
        self._faces = EmbeddedFonts(self._pdf, every)
        self._anchors = self._anchored()

    def _anchored(self) -> dict[str, tuple[int, float, float]]:
        """Where each anchor is: the side (from 0) and the point from its top left corner."""
        found: dict[str, tuple[int, float, float]] = {}
        for number, side in enumerate(self._sides):
            for at, place in side.places:
                for name, point in self._pages[at].page.anchors.items():
                    found.setdefault(name, (number, *place.moved(*point)))
        return found

    def written(self) -> bytes:
        for number, side in enumerate(self._sides):
            self._add(number, side)
        for number in range(len(self._sides)):
            self._link(number)
        self._outline()
        self._describe()
        made = io.BytesIO()
        self._pdf.save(
            made,
            object_stream_mode=self._pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=False,
            deterministic_id=True,
        )
        return made.getvalue()

    # ── pages ────────────────────────────────────────────────────────────────

    def _add(self, number: int, side: PaperSide) -> None:
        from pikepdf import Array, Dictionary, Name, Page

        if not self._imposed:
            placed = self._pages[side.places[0][0]]
            content, resources = self._drawn(placed, number, self._source(placed))
        else:
            content, resources = self._laid(number, side)
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, _short(side.width), _short(side.height)]),
            Resources=resources,
            Contents=self._pdf.make_stream(content),
        )
        self._pdf.pages.append(Page(self._pdf.make_indirect(page)))

    def _laid(self, number: int, side: PaperSide) -> tuple[bytes, Any]:
        """The content of a side, and what it draws: each page laid on it is a form."""
        from pikepdf import Dictionary

        forms = Dictionary()
        content = []
        laid = [(self._pages[at], place) for at, place in side.places]
        if self._frames:
            frame = self._frames[number if len(self._frames) == len(self._sides) else 0]
            laid.insert(0, (frame, Placement(0, 0)))
        for at, (placed, place) in enumerate(laid):
            box = [0, 0, _short(placed.page.width), _short(placed.page.height)]
            forms[f"/P{at}"] = self._form(placed, number, self._source(placed), BBox=box)
            matrix = place.matrix(placed.page.width, placed.page.height, side.height)
            content.append(f"q {' '.join(map(_number, matrix))} cm /P{at} Do Q")
        if side.lines:
            content.append("q 0.25 w 0.55 G")
            for line in side.lines:
                x, y, to_x, to_y = line
                points = (x, side.height - y, to_x, side.height - to_y)
                content.append("{} {} m {} {} l S".format(*map(_number, points)))
            content.append("Q")
        return "\n".join(content).encode(), Dictionary(XObject=forms)

    def _source(self, placed: _RunPage) -> Any:
        """The content of a page, with open numbers, and all that it refers to."""
        source = self._pikepdf.open(io.BytesIO(placed.run.pdf))
        self._last = source  # its pages live as long as it does
        return source.pages[placed.at].obj

    def _drawn(self, placed: _RunPage, number: int, source: Any) -> tuple[bytes, Any]:
        """The content of ``source``, a page or a form on it, and what that content names.

        These are our fonts, and what WeasyPrint made besides.
        """
        from pikepdf import Dictionary

        content: bytes = (source.Contents if "/Contents" in source else source).read_bytes()
        resources = Dictionary()
        given = source.Resources
        for kind in sorted(given.keys()):
            used = Dictionary()
            for name in sorted(given[kind].keys()):
                if name.encode() + b" " not in content:
                    continue
                value = given[kind][name]
                file = placed.run.fonts.get(name[1:]) if kind == "/Font" else None
                if file:
                    used[name] = self._faces.font(file)
                elif kind == "/XObject" and value.Subtype == "/Form":
                    kept = {key: value[f"/{key}"] for key in _OF_FORMS if f"/{key}" in value}
                    copied = {key: self._copied(item) for key, item in kept.items()}
                    used[name] = self._form(placed, number, value, **copied)
                else:
                    used[name] = self._copied(value)
            if len(used):
                resources[kind] = used
        return self._filled(placed, number, content), resources

    def _form(self, placed: _RunPage, number: int, source: Any, **more: Any) -> Any:
        from pikepdf import Name

        content, resources = self._drawn(placed, number, source)
        return self._pdf.make_stream(
            content, Type=Name.XObject, Subtype=Name.Form, Resources=resources, **more
        )

    def _filled(self, placed: _RunPage, number: int, content: bytes) -> bytes:
        def number_at(placeholder: int) -> str:
            opened = placed.run.numbers[placeholder]
            value = self._number(opened.target, number)
            glyphs, width = self._faces.digits(opened.face, value)
            room = opened.zeros * self._faces.digits(opened.face, "0")[1] - width
            return page_numbers.operand(glyphs, room if opened.right else 0)

        return page_numbers.filled(content, number_at)

    def _number(self, target: str, number: int) -> str:
        if target == page_numbers.PAGE:
            return str(number + 1)
        if target == page_numbers.PAGES:
            return str(len(self._sides))
        name = target.removeprefix("#")
        if name in self._anchors:
            return str(self._anchors[name][0] + 1)
        return str(self._properties.others.get(name, ""))

    def _copied(self, value: Any) -> Any:
        if getattr(value, "is_indirect", False):
            self._opened[id(self._last)] = self._last  # read when this PDF is saved
            return self._pdf.copy_foreign(value)
        return self._pikepdf.Object.parse(value.unparse())

    # ── links, outline, description ──────────────────────────────────────────

    def _link(self, number: int) -> None:
        from pikepdf import Array, Dictionary, Name, String

        side = self._sides[number]
        notes = []
        for at, place in side.places:
            for link in self._pages[at].page.links:
                name = link.target
                near, far = place.moved(link.left, link.top), place.moved(link.right, link.bottom)
                note = Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    F=4,
                    Border=Array([0, 0, 0]),
                    Rect=Array(_box(side, near, far)),
                )
                if name in self._anchors:
                    note.Dest = self._destination(*self._anchors[name])
                elif name in self._properties.others:
                    file, _, anchor = name.partition(":")
                    note.A = Dictionary(
                        S=Name.GoToR, F=String(f"{file}.pdf"), D=String(anchor), NewWindow=False
                    )
                else:
                    continue
                notes.append(self._pdf.make_indirect(note))
        if notes:
            self._pdf.pages[number].obj.Annots = Array(notes)

    def _destination(self, number: int, x: float, y: float) -> Any:
        from pikepdf import Array, Name

        page = self._pdf.pages[number].obj
        top = self._sides[number].height - y
        return Array([page, Name.XYZ, _short(x), _short(top), 0])

    def _outline(self) -> None:
        from pikepdf import Array, Dictionary, OutlineItem, String

        branches: list[tuple[int, Any]] = []
        with self._pdf.open_outline() as outline:
            for number, side in enumerate(self._sides):
                for at, place in side.places:
                    for mark in self._pages[at].page.bookmarks:
                        point = place.moved(mark.left, mark.top)
                        item = OutlineItem(mark.label, self._destination(number, *point))
                        while branches and branches[-1][0] >= mark.level:
                            branches.pop()
                        above = branches[-1][1].children if branches else outline.root
                        above.append(item)
                        item.is_closed = mark.level > 1
                        branches.append((mark.level, item))
        named = []
        for name in sorted(self._anchors, key=lambda name: String(name).unparse()):
            named += [String(name), self._destination(*self._anchors[name])]
        if named:
            names = Dictionary(Names=Array(named))
            self._pdf.Root.Names = Dictionary(Dests=self._pdf.make_indirect(names))

    def _describe(self) -> None:
        from pikepdf import Dictionary, String

        root = self._pdf.Root
        root.Lang = String(self._properties.language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        self._pdf.docinfo["/Title"] = String(self._properties.title)
        self._pdf.docinfo["/Producer"] = String(PRODUCER)
        self._faces.embed()
        if self._properties.archival:
            from shuati.publish.print.pdf_archive import add_archive_data

            add_archive_data(self._pdf, self._properties.title, PRODUCER)


def _own_side(number: int, page: SetPage) -> PaperSide:
    return PaperSide(page.width, page.height, ((number, Placement(0, 0)),))


def _box(side: PaperSide, *points: tuple[float, float]) -> list[float]:
    """The rectangle around two points, as PDF counts: from the bottom left corner."""
    across = sorted(x for x, _ in points)
    up = sorted(side.height - y for _, y in points)
    return [_short(across[0]), _short(up[0]), _short(across[1]), _short(up[1])]


def _short(value: float) -> float:
    return round(value, 3)


def _number(value: float) -> str:
    return f"{value + 0:.4f}".rstrip("0").rstrip(".")
