"""What WeasyPrint leaves undone: running lines as artifacts, plain metadata, stable bytes."""

import io
from collections.abc import Mapping

from pikepdf import (
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    Page,
    Pdf,
    parse_content_stream,
    unparse_content_stream,
)

from portal.pdf.links import ancestors, settle_links

PRODUCER = "Joint Working Group Portal"


def finish_pdf(drawn: bytes, *, title: str, labels: Mapping[str, str]) -> bytes:
    """Corrects a drawn file for PDF/UA-1 and for screen readers; raises RenderProblem."""
    with Pdf.open(io.BytesIO(drawn)) as pdf:
        settle_links(pdf, labels=labels)
        _mark_running_lines(pdf)
        _write_metadata(pdf, title=title)
        finished = io.BytesIO()
        pdf.save(finished, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return finished.getvalue()


def _mark_running_lines(pdf: Pdf) -> None:
    """Marks headers and footers as artifacts: their text hangs on no element of the document.

    WeasyPrint tags them like text and leaves their elements out of the tree; a screen reader
    then may read every footer, and checkers find content without structure.
    """
    root = pdf.Root.StructTreeRoot
    placed = {element.objgen for element in root.K[0].K}
    nums = root.ParentTree.Nums
    numbers = {int(nums[index]): nums[index + 1] for index in range(0, len(nums), 2)}
    for page in pdf.pages:
        elements = numbers[int(page.obj.StructParents)]
        strays = [mcid for mcid, element in enumerate(elements) if not _hangs(element, placed)]
        if strays:
            _make_artifacts(pdf, page, frozenset(strays))
            for mcid in strays:
                elements[mcid] = None


def _hangs(element: Object, placed: set[tuple[int, int]]) -> bool:
    return any(ancestor.objgen in placed for ancestor in ancestors(element))


def _make_artifacts(pdf: Pdf, page: Page, strays: frozenset[int]) -> None:
    instructions: list[ContentStreamInstruction | ContentStreamInlineImage] = []
    pagination = [Name.Artifact, Dictionary(Type=Name.Pagination)]
    for drawn in parse_content_stream(page):
        is_marked = str(drawn.operator) == "BDC"
        if is_marked and int(drawn.operands[1].get(Name.MCID, -1)) in strays:
            instructions.append(ContentStreamInstruction(pagination, drawn.operator))
        else:
            instructions.append(drawn)
    page.obj.Contents = pdf.make_stream(unparse_content_stream(instructions))


def _write_metadata(pdf: Pdf, *, title: str) -> None:
    """A title and the portal's name: no author, no times, no versions."""
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    for key, value in (("/Title", title), ("/Creator", PRODUCER), ("/Producer", PRODUCER)):
        pdf.docinfo[key] = value
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdf:Producer"] = PRODUCER
        metadata["xmp:CreatorTool"] = PRODUCER
