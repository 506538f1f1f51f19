"""Pictures as they are printed: as they are, smaller where paper shows no more, or not at all."""

from __future__ import annotations

import io
import logging
import math
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from shuati.publish.print.file_fetcher import PICTURES as FOLDER
from shuati.publish.print.file_fetcher import SCHEME

LARGEST = 1_800  # pixels of a side: 170 mm at 270 dpi
MOST_PIXELS = 60_000_000  # of a picture that is opened at all
MOST_WORK = 20_000  # elements of a drawing; so many take a second or two
_KEPT_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")  # what every PDF shows, archival ones too
_QUALITY = 88  # of a JPEG that is made smaller
_AS_IT_IS = b""
_WITH_POINTS = ("d", "points")
_PER_POINT = 4  # characters of a path, at least, for a point
_REFERENCE = re.compile(r"url\(\s*[\"']?#([^\"')]*)")


def printed(name: str, content: bytes) -> bytes | None:
    """The file that is printed for a picture; b"" for the same one, None where it cannot be.

    ``name`` is that of `shuati.model.Picture`, whose suffix is true. Raises `PangoMissing`.
    """
    if name.endswith(".svg"):
        return _AS_IT_IS if _drawable(name, content) else None
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.load()
            small = max(image.size) <= LARGEST
            if small and image.format in ("PNG", "JPEG") and image.mode in _KEPT_MODES:
                return _AS_IT_IS
            return _written(image)
    except Exception:  # a damaged picture: Pillow's plugins raise what they like
        return None


def _written(image: object) -> bytes:
    """``image`` (Pillow's), no larger than is of use, as a file that every PDF can hold."""
    from PIL import Image, ImageOps

    assert isinstance(image, Image.Image)
    shown = ImageOps.exif_transpose(image)
    opaque = "A" not in shown.getbands() and "transparency" not in shown.info
    shown = shown.convert("RGB" if opaque else "RGBA")
    shown.thumbnail((LARGEST, LARGEST))
    buffer = io.BytesIO()
    if opaque and image.format in ("JPEG", "MPO", "WEBP"):
        shown.save(buffer, "JPEG", quality=_QUALITY)
    else:
        shown.save(buffer, "PNG")
    return buffer.getvalue()


def _drawable(name: str, svg: bytes) -> bool:
    """Whether a drawing can be drawn, and in bounded time. Raises `PangoMissing`."""
    from shuati.publish.print import weasyprint_engine

    if drawing_work(svg) > MOST_WORK:
        return False
    with (
        folder_of({name: svg}) as folder,
        weasyprint_engine.opened(pictures=folder) as engine,
        _errors() as errors,
    ):
        try:
            engine.pdf(f'<img src="{address_of(name)}" alt="">')
        except Exception:  # WeasyPrint raises what it likes for a number that is none
            return False
    return not errors


class _Heard(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def _errors() -> Iterator[list[logging.LogRecord]]:
    """What WeasyPrint reports meanwhile of pictures that it leaves out."""
    handler = _Heard(logging.ERROR)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield handler.records
    finally:
        logger.removeHandler(handler)


def drawing_work(svg: bytes) -> float:
    """How many elements are drawn for an SVG, those that are drawn again by reference too.

    Infinite where a part is a part of itself.
    """
    root = ElementTree.fromstring(svg)
    parts = {element.get("id", ""): element for element in root.iter()}
    works: dict[str, float] = {}

    def of_part(name: str) -> float:
        if name in parts and name not in works:
            works[name] = math.inf  # as long as it is being counted
            works[name] = of_element(parts[name])
        return works.get(name, 0.0)

    def of_element(element: ElementTree.Element) -> float:
        points = max(len(element.get(name, "")) for name in _WITH_POINTS) / _PER_POINT
        work = 1 + points / 10
        for name, value in element.items():
            times = max(1.0, points) if name.startswith("marker") or "marker" in value else 1.0
            if name.rpartition("}")[2] == "href":
                work += of_part(value.strip().removeprefix("#"))
            elif "#" in value:
                work += times * sum(map(of_part, _REFERENCE.findall(value)))
        return work + sum(map(of_element, element))

    try:
        return of_element(root)
    except RecursionError:  # thousands of parts, each of which draws the next
        return math.inf


def address_of(name: str) -> str:
    """The address of a picture in a sheet."""
    return f"{SCHEME}{FOLDER}/{name}"


@contextmanager
def folder_of(pictures: Mapping[str, bytes]) -> Iterator[Path | None]:
    """A folder with ``pictures`` (content by name) while they are set; None without any."""
    if not pictures:
        yield None
        return
    with TemporaryDirectory(prefix="shuati-") as folder:
        for name, content in pictures.items():
            (Path(folder) / name).write_bytes(content)
        yield Path(folder)
