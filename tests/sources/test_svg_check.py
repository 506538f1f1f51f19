"""An SVG that travels holds nothing that acts or fetches, and its drawing stays."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from sample_pictures import SVG

from shuati.sources.svg_check import safe_svg

_DRAWING = '<path d="M0 0h9"/>'
_HARMFUL = [
    "<script>alert(1)</script>",
    "<script href='https://e.example/x'/>",
    "<script xlink:href='https://e.example/x'/>",
    "<g onclick='alert(1)'/>",
    "<g ONLOAD='alert(1)'/>",
    "<image href='https://e.example/x.png'/>",
    "<image xlink:href='//e.example/x.png'/>",
    "<image href='../secret.png'/>",
    "<image href='data:image/svg+xml;base64,AAAA'/>",
    "<use href='https://e.example/x.svg#a'/>",
    "<a href='javascript:alert(1)'><text>x</text></a>",
    "<a xlink:href=' javascript:alert(1)'><text>x</text></a>",
    "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><img src='https://e.example/x'/>"
    "</body></foreignObject>",
    "<x:img xmlns:x='http://www.w3.org/1999/xhtml' src='https://e.example/x'/>",
    "<style>@import url(https://e.example/x.css);</style>",
    "<style>@im\\70ort 'https://e.example/x.css';</style>",
    "<style><![CDATA[rect{fill:url(https://e.example/x)}]]></style>",
    "<style>@font-face{font-family:x;src:url(//e.example/x)}</style>",
    "<rect fill='url(https://e.example/x#a)'/>",
    "<rect style='fill:u\\72l(https://e.example/x)'/>",
    "<rect style='background:image-set(\"https://e.example/x\" 1x)'/>",
    "<rect filter='url( \"https://e.example/x#a\" )'/>",
    "<animate attributeName='href' to='javascript:alert(1)'/>",
    "<set attributeName='onclick' to='alert(1)'/>",
    "<handler xmlns='http://www.w3.org/2001/xml-events'>alert(1)</handler>",
    "<iframe src='https://e.example/x'/>",
    "<g xml:base='https://e.example/'><use href='#a'/></g>",
    "<?xml-stylesheet href='https://e.example/x.css'?>",
]
_HARMLESS = [
    "<g id='a'><use href='#a'/><use xlink:href='#a'/></g>",
    "<image href='data:image/png;base64,AAAA'/>",
    "<style>rect{fill:url(#a);stroke:red}</style>",
    "<rect fill='url(#a)' style='fill:url(\"#a\")'/>",
    "<text xml:space='preserve' font-family='宋体'>图 &amp; 文<tspan>甲</tspan></text>",
    "<a href='#x'><title>名</title></a>",
    "<linearGradient id='a'><stop offset='0'/></linearGradient>",
]


def _svg(content: str, head: str = "") -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{head}<svg {names}>{_DRAWING}{content}<text>甲</text></svg>".encode()


@pytest.mark.parametrize("content", _HARMFUL)
def test_what_acts_or_fetches_is_taken_out_and_the_drawing_stays(content: str) -> None:
    safe = safe_svg(_svg(content))
    assert safe is not None
    text = safe.decode()
    assert not re.search(r"e\.example|alert|onclick|onload|secret|svg\+xml|<\?|<!", text, re.I)
    root = ElementTree.fromstring(safe)
    kept = [str(one.tag).rpartition("}")[2] for one in root.iter()]
    assert kept[:2] == ["svg", "path"]
    assert "".join(root.itertext()).endswith("甲")
    assert safe_svg(safe) == safe


@pytest.mark.parametrize("content", _HARMLESS)
def test_what_only_draws_keeps_its_bytes(content: str) -> None:
    for head in ("", '<?xml version="1.0" encoding="UTF-8"?>\n', "\ufeff"):
        assert safe_svg(_svg(content, head)) == _svg(content, head)


def test_what_drawing_programs_write_beside_a_drawing_is_no_hindrance() -> None:
    head = (
        '<?xml version="1.0"?><!-- Generator --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" '
        '[ <!ENTITY ns_svg "http://www.w3.org/2000/svg"> ]>'
    )
    body = '<svg xmlns="&ns_svg;" xmlns:i="http://ns.adobe.com/x/" i:pgf="1"><path d="M0 0"/></svg>'
    safe = safe_svg((head + body).encode())
    assert safe == (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        b'<path d="M0 0" /></svg>'
    )
    assert safe_svg(SVG) == SVG
    prefixed = b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:path d="M0 0"/></s:svg>'
    assert safe_svg(prefixed) == prefixed


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "https://e.example/x.dtd"> %a;',
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">',
        f'<!ENTITY a "{"a" * 10_000}">',
    ],
)
def test_entities_that_grow_or_read_files_are_refused(declared: str) -> None:
    assert safe_svg(_svg("<text>&a;</text>", f"<!DOCTYPE svg [{declared}]>")) is None


@pytest.mark.parametrize("content", [b"", b"<svg", b"<html/>", b"<svg/>", b"\xff\xfe<svg/>"])
def test_what_is_no_svg_is_refused(content: bytes) -> None:
    assert safe_svg(content) is None


def test_a_deep_drawing_is_cut_and_ends_in_no_error() -> None:
    safe = safe_svg(_svg("<g>" * 5000 + "</g>" * 5000))
    assert safe is not None
    assert safe.count(b"<g") <= 200
