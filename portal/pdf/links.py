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
    """Leaves one annotation for each link; raises RenderProblem for anything but links.

    WeasyPrint repeats the annotation for every element inside the link, outside its Link tag.
    `labels` are the words of links within the document, by the name of their target.
    """
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    elements = {int(nums[index]): nums[index + 1] for index in range(0, len(nums), 2)}
    for page in pdf.pages:
        annotations = list(page.obj.get(Name.Annots, Array()))
        kept = []
        for annotation in annotations:
            _check(annotation)
            element = elements[int(annotation.StructParent)]
            if _is_inside_link(element):
                _release(element)
                del elements[int(annotation.StructParent)]
            else:
                _describe(annotation, labels)
                kept.append(annotation)
        if annotations:
            page.obj.Annots = Array(kept)
    pairs = [part for number, element in elements.items() for part in (number, element)]
    pdf.Root.StructTreeRoot.ParentTree.Nums = Array(pairs)


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


def _is_inside_link(element: Object) -> bool:
    return any(Name.Link == outer.S for outer in ancestors(element.P))


def _release(element: Object) -> None:
    """Takes the repeated annotation out of an element that stands inside a link."""
    is_reference = [
        isinstance(kid, Object) and kid.get(Name.Type) == Name.OBJR for kid in element.K
    ]
    element.K = Array(
        [kid for kid, is_one in zip(element.K, is_reference, strict=True) if not is_one]
    )
    if Name.Link == element.S:
        element.S = Name.Span


def _describe(annotation: Object, labels: Mapping[str, str]) -> None:
    label = labels.get(str(annotation.get(Name.Dest, "")))
    if label:
        annotation.Contents = label
