"""Finishing a drawn PDF for keeping: PDF/A-2b metadata, colour profile, title, compact and always the same bytes."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

_PROFILE = Path(__file__).with_name("srgb.icc")  # sRGB as Little CMS makes it, its date fixed
_CREATOR = "Carnet d’ateliers"
_PRODUCER = "ReportLab, pikepdf"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer><xmp:CreatorTool>{creator}</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@lru_cache(maxsize=1)
def _colour_profile() -> bytes:
    return _PROFILE.read_bytes()


def finish(drawn: bytes, *, title: str, author: str, language: str) -> bytes:
    """Return the drawn PDF as PDF/A-2b. The same input gives the same bytes: there is no clock in them."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    xmp = _XMP.format(
        title=escape(title), author=escape(author), language=escape(language), producer=_PRODUCER, creator=_CREATOR
    )
    with pikepdf.open(BytesIO(drawn)) as pdf:
        root = pdf.Root
        root.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
        profile = pdf.make_stream(_colour_profile(), N=3, Alternate=Name.DeviceRGB)
        root.OutputIntents = Array(
            [
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier="sRGB",
                    Info="sRGB IEC61966-2.1",
                    DestOutputProfile=profile,
                )
            ]
        )
        root.Lang = language
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.trailer.Info = pdf.make_indirect(
            Dictionary(Title=title, Author=author, Creator=_CREATOR, Producer=_PRODUCER)
        )
        finished = BytesIO()
        pdf.save(finished, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return finished.getvalue()
