"""Checks PDFs point by point as the Matterhorn Protocol has them for PDF/UA-1: `python matterhorn.py FILE…`.

Read are the objects of the file itself, by pikepdf: whether all that is drawn is tagged or an artifact, whether
tags nest as they must, what figures, formulas, headings, tables, notes and links need, title, language and
metadata, and whether fonts are embedded and lead to Unicode. A finding begins with its checkpoint. What only a
person can judge (whether an alternative text says what a figure shows) is no part of it.
"""

import re
import sys
from collections import Counter

import pikepdf
from pikepdf import Array, Dictionary, Name

STANDARD = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody"
    " Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu RB RT RP WT WP"
    " Figure Formula Form".split()
)
# What may stand directly in what.
WITHIN = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"}, "TD": {"TR"},
    "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"},
    "LI": {"L"}, "LBody": {"LI"}, "TOCI": {"TOC"},
}
HOLDS = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"}, "L": {"LI", "L", "Caption"}, "LI": {"Lbl", "LBody"}, "TOC": {"TOC", "TOCI", "Caption"},
}
DRAWS = set("Tj TJ ' \" S s f F f* B B* b b* sh Do BI INLINE IMAGE".split())


class Check:
    def __init__(self, path):
        self.pdf = pikepdf.open(path)
        self.faults = []
        self.roles = {}
        self.elements = []
        self.count = Counter()
        # The annotations and the marked content that elements hold.
        self.annotations = set()
        self.marked = set()

    def fault(self, point, words):
        self.faults.append(f"{point}: {words}")

    def run(self):
        root = self.pdf.Root
        self.catalog(root)
        tree = root.get("/StructTreeRoot")
        if tree is None:
            self.fault("01-005", "there is no tree of tags")
            return
        self.roles = {str(k)[1:]: str(v)[1:] for k, v in (tree.get("/RoleMap") or {}).items()}
        for kid in kids(tree):
            self.element(kid, None, None)
        self.headings()
        self.notes()
        for number, page in enumerate(self.pdf.pages, 1):
            self.page(page, number)
        self.fonts()

    def catalog(self, root):
        if self.pdf.is_encrypted and not self.pdf.allow.accessibility:
            self.fault("26-002", "assistive programs may not read it")
        marks = root.get("/MarkInfo") or {}
        if not marks.get("/Marked", False):
            self.fault("06-001", "it does not say that it is tagged")
        if marks.get("/Suspects", False):
            self.fault("02-003", "tags are suspects")
        if not str(root.get("/Lang", "")):
            self.fault("11-006", "it has no language")
        if not (root.get("/ViewerPreferences") or {}).get("/DisplayDocTitle", False):
            self.fault("07-002", "a reader's window does not show its title")
        data = root.get("/Metadata")
        data = data.read_bytes().decode("utf-8") if data is not None else ""
        if not re.search(r"pdfuaid:part(=\"1\"|>1<)", data):
            self.fault("05-001", "its metadata do not say that it is PDF/UA-1")
        title = re.search(r"<dc:title>.*?<rdf:li[^>]*>([^<]+)</rdf:li>", data, re.S)
        if not title or not title.group(1).strip():
            self.fault("06-003", "its metadata have no title")
        if root.get("/AcroForm") is not None and "/XFA" in root.AcroForm:
            self.fault("25-001", "it has a form of XFA")

    def kind(self, element):
        kind = str(element.get("/S", "/"))[1:]
        seen = set()
        while kind not in STANDARD and kind in self.roles and kind not in seen:
            seen.add(kind)
            kind = self.roles[kind]
        return kind

    def element(self, element, parent, page):
        if not isinstance(element, Dictionary):
            if isinstance(element, int) and page is not None:
                self.marked.add((page.objgen, int(element)))
            return
        page = element.get("/Pg", page)
        sort = str(element.get("/Type", ""))
        if sort == "/MCR":
            self.marked.add((element.get("/Pg", page).objgen, int(element.MCID)))
            return
        if sort == "/OBJR":
            self.annotations.add((element.Obj.objgen, parent))
            return
        kind = self.kind(element)
        self.elements.append((kind, element))
        self.count[kind] += 1
        if kind not in STANDARD:
            self.fault("02-001", f"`{kind}` is no standard tag and leads to none")
        if kind in WITHIN and parent not in WITHIN[kind]:
            self.fault("09-004" if kind[0] == "T" else "09-005", f"a {kind} stands in {parent}")
        if parent in HOLDS and kind not in HOLDS[parent]:
            self.fault("09-004" if parent[0] == "T" else "09-005", f"a {parent} holds a {kind}")
        said = str(element.get("/Alt", "")).strip() or str(element.get("/ActualText", "")).strip()
        if kind == "Figure":
            if not said:
                self.fault("13-004", "a figure has no alternative text")
            if "/BBox" not in attributes(element):
                self.fault("13-001", f"a figure has no bounding box: {said[:60]}")
        if kind == "Formula" and not said:
            self.fault("17-002", "a formula has no alternative text")
        if kind == "Table":
            self.table(element)
        if kind == "Link" and not any(
            isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR" for kid in kids(element)
        ):
            self.fault("28-011", "a link's tag has no annotation")
        for kid in kids(element):
            self.element(kid, kind, page)

    def table(self, table):
        rows, heads = [], 0
        def walk(element):
            nonlocal heads
            for kid in kids(element):
                if not isinstance(kid, Dictionary) or "/S" not in kid:
                    continue
                kind = self.kind(kid)
                if kind == "TR":
                    rows.append(kid)
                elif kind in ("THead", "TBody", "TFoot"):
                    walk(kid)
        walk(table)
        widths, covered = set(), Counter()
        for at, row in enumerate(rows):
            width = covered.pop(at, 0)
            for cell in kids(row):
                if not isinstance(cell, Dictionary) or "/S" not in cell:
                    continue
                own = attributes(cell)
                across, down = int(own.get("/ColSpan", 1)), int(own.get("/RowSpan", 1))
                width += across
                for below in range(at + 1, at + down):
                    covered[below] += across
                if self.kind(cell) == "TH":
                    heads += 1
                    if str(own.get("/Scope", "")) not in ("/Row", "/Column", "/Both"):
                        self.fault("15-003", "a table's head does not say what it is the head of")
            widths.add(width)
        if not heads:
            self.fault("15-003", "a table has no heads")
        if len(widths) > 1:
            self.fault("15-002", f"the rows of a table have {sorted(widths)} cells")

    def headings(self):
        level = 0
        for kind, _ in self.elements:
            if kind == "H":
                self.fault("14-006", "a heading has no level")
            if re.fullmatch("H[1-6]", kind):
                own = int(kind[1])
                if level == 0 and own != 1:
                    self.fault("14-002", f"the first heading is of level {own}")
                if level and own > level + 1:
                    self.fault("14-003", f"a heading of level {own} follows one of level {level}")
                level = own

    def notes(self):
        ids = [str(element.get("/ID", "")) for kind, element in self.elements if kind == "Note"]
        if any(not one for one in ids):
            self.fault("19-003", "a note has no id")
        if any(count > 1 for one, count in Counter(ids).items() if one):
            self.fault("19-004", "two notes have one id")

    def page(self, page, number):
        notes = page.get("/Annots") or []
        if len(notes) and page.get("/Tabs") != "/S":
            self.fault("28-005", f"page {number}: Tab does not follow the order of tags")
        for note in notes:
            if note.get("/Subtype") == "/Link":
                self.count["links"] += 1
                if not str(note.get("/Contents", "")).strip():
                    self.fault("28-012", f"page {number}: a link does not say where it leads")
                if (note.objgen, "Link") not in self.annotations:
                    self.fault("28-011", f"page {number}: a link is in no tag of a link")
            elif note.get("/Subtype") != "/Popup" and not int(note.get("/F", 0)) & 2:
                self.fault("28-002", f"page {number}: an annotation is in no tag")
        self.content(page, page, number, page.obj.objgen, False)

    def content(self, stream, page, number, owner, inside):
        """Follows what is drawn, also by forms: it is tagged, by an element that holds it, or an artifact."""
        stack, tagged, artifacts = [], int(inside), 0
        resources = stream.get("/Resources") or page.get("/Resources") or {}
        for operands, operator in pikepdf.parse_content_stream(stream):
            name = str(operator)
            if name in ("BMC", "BDC"):
                tag = str(operands[0])
                given = operands[1] if len(operands) > 1 else {}
                if isinstance(given, Name):
                    given = (resources.get("/Properties") or {}).get(given, {})
                if tag == "/Artifact":
                    if tagged:
                        self.fault("01-003", f"page {number}: an artifact stands in tagged content")
                    stack.append("artifact")
                    artifacts += 1
                elif "/MCID" in given:
                    if artifacts:
                        self.fault("01-004", f"page {number}: tagged content stands in an artifact")
                    if (owner, int(given.MCID)) not in self.marked:
                        self.fault("01-005", f"page {number}: marked content {int(given.MCID)} is in no tag")
                    stack.append("tagged")
                    tagged += 1
                else:
                    stack.append("")
            elif name == "EMC":
                last = stack.pop() if stack else self.fault("01-005", f"page {number}: marks do not pair")
                tagged -= last == "tagged"
                artifacts -= last == "artifact"
            elif name in DRAWS:
                if not tagged and not artifacts:
                    self.fault("01-005", f"page {number}: `{name}` draws what is neither tagged nor an artifact")
                    return
                if name == "Do":
                    form = (resources.get("/XObject") or {}).get(operands[0])
                    if form is not None and form.get("/Subtype") == "/Form":
                        if "/Ref" in form:
                            self.fault("30-001", f"page {number}: a form refers to another file")
                        if "/StructParents" not in form:
                            self.content(form, page, number, owner, True)

    def fonts(self):
        for font in self.pdf.objects:
            if not isinstance(font, Dictionary) or font.get("/Type") != "/Font":
                continue
            sort, name = str(font.get("/Subtype", "")), str(font.get("/BaseFont", "/?"))[1:]
            if sort in ("/CIDFontType0", "/CIDFontType2"):
                if sort == "/CIDFontType2" and "/CIDToGIDMap" not in font:
                    self.fault("31-006", f"{name} does not say which glyph a character is")
                own = font
            elif sort == "/Type0":
                self.count["fonts"] += 1
                if "/ToUnicode" not in font:
                    self.fault("31-027", f"{name} does not lead to Unicode")
                continue
            elif sort == "/Type3":
                self.count["fonts"] += 1
                if "/ToUnicode" not in font:
                    self.fault("31-027", "a font of drawn letters does not lead to Unicode")
                continue
            else:
                self.count["fonts"] += 1
                if "/ToUnicode" not in font and "/Encoding" not in font:
                    self.fault("31-027", f"{name} does not lead to Unicode")
                own = font
            given = own.get("/FontDescriptor") or {}
            if not any(f"/FontFile{end}" in given for end in ("", "2", "3")):
                self.fault("31-009", f"{name} is not embedded")


def kids(element):
    inner = element.get("/K")
    if inner is None:
        return []
    return list(inner) if isinstance(inner, Array) else [inner]


def attributes(element):
    """What the attribute objects of an element say, together."""
    own = element.get("/A")
    out = {}
    for one in own if isinstance(own, Array) else [own] if own is not None else []:
        if isinstance(one, Dictionary):
            out.update({str(key): value for key, value in one.items()})
    return out


failed = False
for path in sys.argv[1:] or sys.exit(__doc__):
    check = Check(path)
    check.run()
    for words, count in Counter(check.faults).items():
        print(f"{path}: {words}" + (f" ({count} times)" if count > 1 else ""), file=sys.stderr)
    counts = check.count
    print(
        f"{path}: {len(check.elements)} tags, {counts['Figure']} figures, {counts['Table']} tables,"
        f" {counts['links']} links, {counts['fonts']} fonts, {len(check.faults)} faults"
    )
    failed |= bool(check.faults)
sys.exit(failed)
