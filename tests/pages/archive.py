"""Checks PDFs for archives point by point as ISO 19005-3 (PDF/A-3) has them: `python archive.py FILE…`.

Read are the file's own bytes and objects, by pikepdf: its head and its identity, what it says of itself in XMP and
in the dictionary beside, the profile of its colours, fonts, actions, annotations, pictures, and the files that it
carries. A finding begins with the clause. Whether the program behind a stream keeps to its own format (fonts glyph
by glyph, profiles, JPEG) is no part of it.
"""

import re
import sys

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

# 6.5.1: actions that change with the machine or the day.
REFUSED = set("Launch Sound Movie ResetForm ImportData Hide SetOCGState Rendition Trans GoTo3DView JavaScript".split())
NAMED = set("NextPage PrevPage FirstPage LastPage".split())
BLENDS = set(
    "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference"
    " Exclusion Hue Saturation Color Luminosity".split()
)
# How a file that it carries belongs to it.
RELATIONS = set("Source Data Alternative Supplement Unspecified".split())
FORBIDDEN = set("3D Sound Screen Movie".split())


def name(value):
    return str(value)[1:] if isinstance(value, Name) else ""


class Check:
    def __init__(self, path):
        self.bytes = open(path, "rb").read()
        self.pdf = pikepdf.open(path)
        self.faults = []
        self.carried = 0

    def fault(self, clause, words):
        words = f"{clause}: {words}"
        if words not in self.faults:
            self.faults.append(words)

    def need(self, holds, clause, words):
        if not holds:
            self.fault(clause, words)

    def run(self):
        root = self.pdf.Root
        self.frame()
        self.metadata(root)
        self.colours(root)
        self.files(root)
        for item in self.pdf.objects:
            self.walk(item)
        for number, page in enumerate(self.pdf.pages, 1):
            self.need("/AA" not in page, "6.5.2", f"page {number} acts by itself")
            for annotation in page.get("/Annots", Array()):
                self.annotation(annotation, number)
        self.need("/AA" not in root, "6.5.2", "it acts by itself")
        self.need("/Requirements" not in root, "6.1.13", "it makes demands on its reader")
        self.need("/NeedAppearances" not in root.get("/AcroForm", {}), "6.4.1", "its form is drawn by its reader")
        for title in ("JavaScript", "AlternatePresentations"):
            self.need(f"/{title}" not in root.get("/Names", {}), "6.5", f"it has {title}")

    def frame(self):
        head = self.bytes[:1024]
        self.need(re.match(rb"%PDF-1\.[0-7][\r\n]", head), "6.1.2", "it does not begin as a PDF of version 1.0 to 1.7")
        second = re.split(rb"[\r\n]+", head, maxsplit=2)[1]
        self.need(second[:1] == b"%" and len(second) > 4 and all(byte > 127 for byte in second[1:5]),
                  "6.1.2", "its second line does not say that it is binary")
        self.need("/ID" in self.pdf.trailer, "6.1.3", "it has no identity")
        self.need(not self.pdf.is_encrypted, "6.1.3", "it is encrypted")
        after = self.bytes[self.bytes.rfind(b"%%EOF") + 5 :]
        self.need(after.strip(b"\r\n") == b"", "6.1.3", "there is something behind its end")

    def metadata(self, root):
        stream = root.get("/Metadata")
        if stream is None:
            return self.fault("6.6.2.1", "it has no metadata")
        self.need("/Filter" not in stream, "6.6.2.1", "its metadata are packed")
        data = stream.read_bytes().decode("utf-8")
        said = lambda key: next(iter(re.findall(rf"<{key}>([^<]*)</{key}>|{key}=\"([^\"]*)\"", data)), None)
        value = lambda key: "".join(said(key) or ())
        self.need(value("pdfaid:part") == "3", "6.6.4", "its metadata do not say that it is PDF/A-3")
        self.need(value("pdfaid:conformance") in ("A", "B", "U"), "6.6.4", "its metadata name no level")
        self.need("bytes=" not in data.split("?>")[0] and "encoding=" not in data.split("?>")[0],
                  "6.6.2.1", "the packet of its metadata names a length or an encoding")
        # 6.6.3: the dictionary says what the metadata say.
        info = self.pdf.trailer.get("/Info", {})
        listed = lambda key: [plain(text) for text in re.findall(r"<rdf:li[^>]*>([^<]*)</rdf:li>",
                              "".join(re.findall(rf"<{key}>(.*?)</{key}>", data, re.S)))]
        for key, own in (("/Title", listed("dc:title")), ("/Author", [", ".join(listed("dc:creator"))]),
                         ("/Subject", listed("dc:description")), ("/Producer", [value("pdf:Producer")]),
                         ("/Creator", [value("xmp:CreatorTool")]), ("/Keywords", [value("pdf:Keywords")])):
            if key in info:
                self.need(own and plain(own[0]) == str(info[key]), "6.6.3", f"{key[1:]} is another in the metadata: {own}")
        for key, own in (("/CreationDate", value("xmp:CreateDate")), ("/ModDate", value("xmp:ModifyDate"))):
            if key in info:
                digits = lambda text: re.sub(r"\D", "", text)[:14]
                self.need(digits(own)[:12] == digits(str(info[key]))[:12], "6.6.3", f"{key[1:]} is another in the metadata")

    def colours(self, root):
        intents = [one for one in root.get("/OutputIntents", Array()) if one.get("/S") == Name.GTS_PDFA1]
        if not intents:
            return self.fault("6.2.3", "it has no profile of its colours")
        for intent in intents:
            profile = intent.get("/DestOutputProfile")
            if profile is None:
                self.fault("6.2.3", "the profile of its colours is not in it")
                continue
            head = profile.read_bytes()[:128]
            space = {3: b"RGB ", 1: b"GRAY", 4: b"CMYK"}.get(int(profile.get("/N", 0)))
            self.need(head[36:40] == b"acsp" and head[16:20] == space, "6.2.3", "the profile of its colours is none of its sort")
            self.need(head[8] <= 4, "6.2.3", "the profile of its colours is of a newer version")
            self.rgb = space == b"RGB "
        self.need(b"/DeviceCMYK" not in self.bytes or not self.rgb, "6.2.4.3", "it has colours of print and a profile of screens")

    def files(self, root):
        tree = (root.get("/Names") or {}).get("/EmbeddedFiles")
        specs = leaves(tree) if tree is not None else []
        associated = {one.objgen for one in root.get("/AF", Array())}
        for spec in specs:
            self.carried += 1
            title = str(spec.get("/UF", spec.get("/F", "?")))
            self.need("/F" in spec and "/UF" in spec, "6.8", f"{title} lacks a name")
            self.need(name(spec.get("/AFRelationship")) in RELATIONS, "6.8", f"{title} does not say what it is to the document")
            self.need(spec.objgen in associated, "6.8", f"{title} belongs to nothing")
            stream = (spec.get("/EF") or {}).get("/F")
            if stream is None:
                self.fault("6.8", f"{title} is not in it")
                continue
            self.need(re.fullmatch(r"[\w.+-]+/[\w.+-]+", name(stream.get("/Subtype"))), "6.8", f"{title} has no media type")
            self.need("/ModDate" in stream.get("/Params", {}), "6.8", f"{title} has no date")
            self.need(stream.read_bytes() != b"", "6.8", f"{title} is empty")

    def walk(self, item):
        """Looks at an object and at all that stands within it."""
        if isinstance(item, (Dictionary, Stream)):
            self.object(item)
            within = [value for _, value in item.items()]
        else:
            within = list(item) if isinstance(item, Array) else []
        for value in within:
            if isinstance(value, (Dictionary, Array)) and not value.is_indirect:
                self.walk(value)

    def object(self, item):
        sort, action = name(item.get("/Type")), name(item.get("/S"))
        if isinstance(item, Stream):
            filters = item.get("/Filter")
            filters = [name(filters)] if isinstance(filters, Name) else [name(one) for one in filters or []]
            self.need("LZWDecode" not in filters and "Crypt" not in filters, "6.1.7", "a stream is packed by LZW or encrypted")
            self.need("/F" not in item and "/FFilter" not in item, "6.1.7", "a stream is in another file")
            kind = name(item.get("/Subtype"))
            if kind == "Image":
                self.need(not item.get("/Interpolate", False), "6.2.8", "a picture is smoothed by its reader")
                self.need("/Alternates" not in item and "/OPI" not in item, "6.2.8", "a picture has another in its place")
            if kind == "Form":
                self.need("/OPI" not in item and "/Ref" not in item and "/PS" not in item, "6.2.9", "a form is from elsewhere")
            self.need(kind != "PS", "6.2.10", "it holds PostScript")
        if action in REFUSED and ("/JS" in item or sort == "Action" or action in ("Launch", "JavaScript")):
            self.fault("6.5.1", f"it holds an action: {action}")
        if action == "Named" and name(item.get("/N")) not in NAMED:
            self.fault("6.5.1", f"it holds an action: {name(item.get('/N'))}")
        if sort == "ExtGState":
            self.need("/TR" not in item and "/HTP" not in item, "6.2.5", "a state of drawing changes with the device")
            self.need(item.get("/TR2", Name.Default) == Name.Default, "6.2.5", "a state of drawing changes with the device")
            blend = item.get("/BM", Name.Normal)
            blends = [name(blend)] if isinstance(blend, Name) else [name(one) for one in blend]
            self.need(all(one in BLENDS for one in blends), "6.2.10", f"layers are mixed in a way of their own: {blends}")
        if sort == "Font":
            self.font(item)
        if sort == "OCProperties" or "/OCProperties" in item:
            self.need("/AS" not in (item.get("/OCProperties") or item).get("/D", {}), "6.9", "layers change by themselves")

    def font(self, font):
        kind = name(font.get("/Subtype"))
        title = name(font.get("/BaseFont"))
        if kind == "Type0":
            below = font.DescendantFonts[0]
            self.need("/ToUnicode" in font, "6.2.11.7", f"{title} leads to no Unicode")
            self.need("/CIDSystemInfo" in below, "6.2.11.3", f"{title} has no system of characters")
            self.need(name(font.get("/Encoding")) in ("Identity-H", "Identity-V") or isinstance(font.get("/Encoding"), Stream),
                      "6.2.11.3", f"{title} has an encoding that is not in it")
            if name(below.get("/Subtype")) == "CIDFontType2":
                self.need("/CIDToGIDMap" in below, "6.2.11.3.2", f"{title} does not say which letter is which")
        elif kind != "Type3":
            descriptor = font.get("/FontDescriptor", {})
            held = [key for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in descriptor]
            self.need(len(held) == 1, "6.2.11.4.1", f"{title} is not in it")

    def annotation(self, annotation, number):
        kind = name(annotation.get("/Subtype"))
        self.need(kind not in FORBIDDEN, "6.3.1", f"page {number} has a {kind}")
        if kind == "Popup":
            return
        flags = int(annotation.get("/F", 0))
        self.need(flags & 4 and not flags & (1 | 2 | 32 | 256), "6.3.2", f"a {kind} of page {number} may be hidden or is not printed")
        if kind != "Link":
            self.need("/AP" in annotation, "6.3.3", f"a {kind} of page {number} is drawn by its reader")


def plain(text):
    for mark, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(mark, letter)
    return text


def leaves(node):
    out = list(node.get("/Names", Array()))[1::2]
    for kid in node.get("/Kids", Array()):
        out += leaves(kid)
    return out


failed = False
for path in sys.argv[1:]:
    check = Check(path)
    check.run()
    print(f"{path}: {len(check.faults)} faults, {check.carried} files within")
    for fault in check.faults:
        print(f"  {fault}")
    failed = failed or bool(check.faults)
sys.exit(failed)
