"""Links of a drawn file: one annotation each, allowed addresses, words for a screen reader."""

from collections.abc import Iterator, Mapping

from pikepdf import Array, Dictionary, Name, Object, Pdf

from portal.pdf.problems import RenderProblem

SCHEMES = ("http://", "https://", "mailto:", "tel:")
FORBIDDEN_LINK = (
    "The text holds a link that a document may not carry. "
    "Use web, mail and telephone links only, and make the document again."
)


def settle_links(pdf: Pdf, *, labels: Mapping[str, str]) -> None:
    """Leaves one annotation for each link, on its tag; raises RenderProblem for anything else.

    WeasyPrint repeats the annotation for every element inside the link, outside its Link tag.
    `labels` are the words of links within the document, by the name of their target.
    """
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    elements = {int(nums[index]): nums[index + 1] for index in range(0, len(nums), 2)}
    for page in pdf.pages:
        annotations = list(page.obj.get(Name.Annots, Array()))
        kept = [annotation for annotation in annotations if _settle(annotation, elements, labels)]
        if annotations:
            page.obj.Annots = Array(kept)
    pairs = [part for number, element in elements.items() for part in (number, element)]
    pdf.Root.StructTreeRoot.ParentTree.Nums = Array(pairs)


def _settle(annotation: Object, elements: dict[int, Object], labels: Mapping[str, str]) -> bool:
    """Whether it stays: the first of a link does, moved to the outermost Link tag around it."""
    _check(annotation)
    number = int(annotation.StructParent)
    element = elements.pop(number)
    link = [outer for outer in ancestors(element) if Name.Link == outer.S][-1]
    if link.objgen != element.objgen:
        references = _taken_references(element)
        if _references(link):
            return False
        link.K = Array([*references, *link.K])
    elements[number] = link
    label = labels.get(str(annotation.get(Name.Dest, "")))
    if label:
        annotation.Contents = label
    return True


def ancestors(element: Object) -> Iterator[Object]:
    """The element itself and all above it, up to the document."""
    while element.get(Name.Type) == Name.StructElem:
        yield element
        element = element.P


def _check(annotation: Object) -> None:
    action = annotation.get(Name.A, Dictionary())
    address = str(action.get(Name.URI, SCHEMES[0])).lower()
    if annotation.Subtype != Name.Link or not address.startswith(SCHEMES):
        raise RenderProblem(FORBIDDEN_LINK)


def _references(element: Object) -> list[Object]:
    """Where the element refers to annotations."""
    return [kid for kid in element.K if isinstance(kid, Object) and kid.get(Name.Type) == Name.OBJR]


def _taken_references(element: Object) -> list[Object]:
    """Takes the annotations out of an element that stands inside a link."""
    references = _references(element)
    taken = {reference.objgen for reference in references}
    element.K = Array(
        [kid for kid in element.K if not isinstance(kid, Object) or kid.objgen not in taken]
    )
    if Name.Link == element.S:
        element.S = Name.Span
    return references
