"""SVG pictures without anything that acts or fetches.

A card shows an SVG by ``<img>``, where browsers run no script and fetch nothing; but the same
file opened by itself is a page with scripts. What is not on the allow-list is taken out, and
the drawing stays: drawing programs put much beside it that nobody would miss.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_NAMES = (
    "svg g defs symbol use switch a title desc path rect circle ellipse line polyline polygon text "
    "tspan textPath marker clipPath mask pattern linearGradient radialGradient stop filter feBlend "
    "feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting "
    "feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR "
    "feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting "
    "feSpotLight feTile feTurbulence image style view"
)
_ELEMENTS = frozenset(_NAMES.split())
_LINKS = ("href", f"{{{_XLINK}}}href")
_OWN_LINK = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)
# What may fetch inside a style or a presentation attribute: all but a part of the same file.
_FETCHES = re.compile(
    r"@import|@font-face|@namespace|\\|(?:url|src|image|image-set|cross-fade|element)\s*\((?!\s*[\"']?#)",
    re.IGNORECASE,
)
_PLAIN_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?")
_DEEPEST = 200
# Illustrator names its namespaces by entities. Others could grow without end, or be files.
_ENTITY = re.compile(rb"<!ENTITY\s+[\w.-]+\s+(?:\"[^\"&%]{0,200}\"|'[^'&%]{0,200}')\s*>")
_LARGEST_WITH_ENTITIES = 2_000_000  # bytes


def safe_svg(content: bytes) -> bytes | None:
    """``content`` with nothing but the allow-list; the same bytes where that is all they hold.

    None where it is no SVG that can be parsed, or declares entities that no drawing needs.
    """
    entities = content.count(b"<!ENTITY")
    if entities and (
        entities != len(_ENTITY.findall(content)) or len(content) > _LARGEST_WITH_ENTITIES
    ):
        return None
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):  # the last: an unknown encoding
        return None
    if root.tag != f"{{{_SVG}}}svg":
        return None
    # A parser of ours drops declarations, instructions and comments; they count as taken out.
    head = _PLAIN_HEAD.match(content)
    body = content[head.end() if head else 0 :]
    changed = _clean(root, 0) or b"<!" in body or b"<?" in body
    return _written(root) if changed else content


def _written(root: Element) -> bytes:
    """The clean ``root`` as XML. ElementTree's own prefixes depend on who else uses it."""
    for element in root.iter():
        element.tag = str(element.tag).removeprefix(f"{{{_SVG}}}")
        for name, value in list(element.attrib.items()):
            if name.startswith("{"):
                del element.attrib[name]
                prefix = "xlink" if name.startswith(f"{{{_XLINK}}}") else "xml"
                element.attrib[f"{prefix}:{name.rpartition('}')[2]}"] = value
    root.attrib["xmlns"] = _SVG
    root.attrib["xmlns:xlink"] = _XLINK
    return bytes(ElementTree.tostring(root, "utf-8", xml_declaration=False))


def _clean(element: Element, depth: int) -> bool:
    """Take out of ``element`` what is not on the allow-list; whether there was anything."""
    changed = False
    for name, value in list(element.attrib.items()):
        if not _harmless(name, value):
            del element.attrib[name]
            changed = True
    if element.tag == f"{{{_SVG}}}style" and _FETCHES.search(element.text or ""):
        element.text = ""
        changed = True
    before: Element | None = None
    for child in list(element):
        if _allowed(child) and depth < _DEEPEST:
            changed |= _clean(child, depth + 1)
            before = child
            continue
        changed = True
        tail = child.tail or ""
        element.remove(child)
        if before is None:
            element.text = (element.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    return changed


def _allowed(element: Element) -> bool:
    namespace, _, name = str(element.tag).rpartition("}")
    return namespace == f"{{{_SVG}" and name in _ELEMENTS


def _harmless(name: str, value: str) -> bool:
    if name in _LINKS:
        return _OWN_LINK.match(value.strip()) is not None
    if name.startswith("{"):
        return name.startswith(f"{{{_XML}}}") and not name.endswith("}base")
    return not name.lower().startswith("on") and _FETCHES.search(value) is None
