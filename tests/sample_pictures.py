"""Pictures small enough for a test, each as whole as a real one."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>'


def png(shade: int = 0) -> bytes:
    """A PNG of one point; another ``shade`` (0 to 255), other bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def encoded(format: str) -> bytes:
    """A picture in ``format`` (JPEG, GIF, WEBP, PNG, BMP) as Pillow writes it."""
    buffer = io.BytesIO()
    Image.effect_noise((40, 30), 50).save(buffer, format)
    return buffer.getvalue()
