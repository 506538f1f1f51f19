"""What makes a PDF with embedded fonts a PDF/A-2b: its colours' profile and its metadata.

ISO 19005-2, 6.2.3 (output intent) and 6.6 (metadata). The profile is the one of sRGB that
comes with WeasyPrint.
"""

from __future__ import annotations

import io
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

_METADATA = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>
"""


def compressed(content: bytes) -> bytes:
    """A PDF whose streams are compressed but for its metadata, as 6.6.2.1 asks."""
    import pikepdf

    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(made, compress_streams=True, deterministic_id=True)
    return made.getvalue()


def add_archive_data(pdf: Any, title: str, producer: str) -> None:
    """Add both to ``pdf``; ``title`` and ``producer`` are those of its document information."""
    from pikepdf import Array, Dictionary, Name, String

    profile = (files("weasyprint") / "pdf" / "sRGB2014.icc").read_bytes()
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=pdf.make_stream(profile, N=3),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    metadata = _METADATA.format(title=escape(title), producer=escape(producer)).encode()
    pdf.Root.Metadata = pdf.make_stream(metadata, Type=Name.Metadata, Subtype=Name.XML)
