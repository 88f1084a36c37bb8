"""Lines that a website or a printer puts around a text, which belong to no document."""

import re

NAVIGATION = "a website's navigation, not part of the document"
SHARING = "a website's sharing link, not part of the document"
NOTICE = "a website's own notice, not part of the document"
PAGE_NUMBER = "a page number, not part of the document"
PAGE_TURN = "a mark that the text goes on, not part of the document"
DOCUMENT_KIND = "the kind of document, not part of its text"
SIGNS_ONLY = "a line of signs without words"

_LONGEST = 60

_FIXED = {
    NAVIGATION: (
        "find posts by topic|find posts by category|posts by topic|browse by topic|search|"
        "search this site|search for|menu|main menu|toggle navigation|open menu|close menu|"
        "site map|sitemap|home|home page|skip to content|skip to main content|"
        "skip to navigation|skip to main navigation|jump to content|back|back to top|go to top|"
        "return to top|scroll to top|top|back to home|back to list|previous|next|older|newer|"
        "previous post|next post|previous article|next article|previous page|next page|"
        "previous story|next story|previous entry|next entry|older posts|newer posts|"
        "older post|newer post|older entries|newer entries|related posts|related articles|"
        "related content|related stories|related news|recent posts|latest posts|latest news|"
        "more news|all news|back to news|back to all news|you may also like|read more|read all|"
        "read less|read next|continue reading|learn more|see more|see less|view all|view more|"
        "view less|see all|show all|show more|show less|load more|load all|archives|categories|"
        "tags|table of contents|in this section|my account|login|log in / register|"
        "sign in / register|saltar al contenido|saltar al contenido principal|ir al contenido|"
        "ir al contenido principal|volver arriba|volver al inicio|volver atrás|ir arriba|"
        "ir al inicio|menú|inicio|buscar|leer más|leer todo|ver más|ver todo|continuar leyendo|"
        "entradas relacionadas|entradas recientes|noticias relacionadas|buscar entradas por tema|"
        "anterior|siguiente|entrada anterior|entrada siguiente|siguiente entrada|iniciar sesión|"
        "mapa del sitio"
    ),
    SHARING: (
        "share|share this|share it|share this post|share this page|share this article|"
        "share this story|share on|share via|tweet|tweet this|pin it|email this|email this page|"
        "email this article|email a friend|print|print this|print this page|print this article|"
        "print friendly|printer friendly|printer-friendly|printer friendly version|"
        "printer-friendly version|download|download pdf|download as pdf|copy link|link copied|"
        "follow us|follow us on|stay connected|connect with us|like us on facebook|subscribe|"
        "subscribe now|subscribe today|subscribe here|sign up|sign up for updates|"
        "sign up for news|sign up for our newsletter|join our mailing list|newsletter|"
        "newsletter signup|like this|like this post|compartir|compartir esto|comparte|"
        "comparte esto|comparta|comparta esto|compartir en|síguenos|síguenos en|imprimir|"
        "descargar|descargar pdf|suscríbete|suscríbase|boletín"
    ),
    NOTICE: (
        "leave a comment|leave a reply|post a comment|comments are closed|no comments|no comment|"
        "add comment|log in to comment|accept|accept cookies|accept all cookies|accept all|"
        "cookie settings|cookie policy|cookie preferences|manage cookies|privacy policy|"
        "privacy notice|terms of use|terms of service|terms and conditions|"
        "privacy policy and terms of use|all rights reserved|powered by wordpress|advertisement|"
        "loading|uncategorized|accessibility statement|deja un comentario|deja una respuesta|"
        "política de privacidad|aviso de privacidad|aviso legal|términos de uso|"
        "todos los derechos reservados|aceptar|aceptar todas|aceptar cookies|"
        "aceptar todas las cookies"
    ),
}
_REASONS = {line: reason for reason, lines in _FIXED.items() for line in lines.split("|")}

_NETWORK = (
    r"(?:facebook|twitter|x|linkedin|instagram|threads|whatsapp|pinterest|reddit|e-?mail|youtube"
    r"|bluesky|flickr|tiktok|medium|rss|print)"
)
_DAY = (
    r"(?:[^\W\d]+\.?,? ){0,2}[0-9]{1,2}"
    r"(?:,? [0-9]{4}|/[0-9]{1,2}/[0-9]{2,4}| de \w+ de [0-9]{4})"
)
_SHAPES = (
    (r"[-\u2013\u2014|]\s?[0-9]{1,3}\s?[-\u2013\u2014|]", PAGE_NUMBER),
    (r"(?:page|página)\s[0-9]{1,3}(?:\s?(?:of|de|/)\s?[0-9]{1,3})?", PAGE_NUMBER),
    (r"[-\u2013\u2014(*]+\s?(?:more|más|continúa|continued)\s?[-\u2013\u2014)*]+", PAGE_TURN),
    (
        r"(?:share|share this|follow us|compart(?:ir|e|a)|síguenos) (?:on|via|by|en|por) "
        + _NETWORK,
        SHARING,
    ),
    (rf"{_NETWORK}(?:\s?[|·•,/]\s?{_NETWORK})+", SHARING),
    (r"(?:home|inicio|news|newsroom|noticias)\s?[>»\u203a]\s?\S.*", NAVIGATION),
    (r"(?:[0-9]+|one) (?:comments?|reply)", NOTICE),
    (r"[0-9]+ min(?:ute)?s? read", NOTICE),
    (
        r"(?:posted|published|(?:last )?updated|publicado) (?:on|el):? "
        + _DAY
        + r"(?: (?:by|por) [^.!?]{1,30})?",
        NOTICE,
    ),
    (r"(?:we use|this (?:web)?site uses|este sitio usa|usamos|utilizamos) cookies\b.*", NOTICE),
    (r"(?:©|\(c\)|copyright)\s?(?:©\s?)?[0-9]{4}\b.*", NOTICE),
    (r"(?:all rights|todos los derechos) reserv(?:ed|ados)\.", NOTICE),
)
# In an outline these may be items; around prose they are not.
_AROUND_PROSE = (
    (r"[0-9]{1,3}", PAGE_NUMBER),
    (r"(?:press|news|media) (?:release|statement|advisory)", DOCUMENT_KIND),
    (r"(?:comunicado|boletín) de prensa", DOCUMENT_KIND),
    (r"[^.!?>»\u203a]{1,30}(?:[>»\u203a][^.!?>»\u203a]{1,42}){2,}", NAVIGATION),
    (rf"{_NETWORK}(?:\s{_NETWORK})+", SHARING),
    (r"facebook|twitter|linkedin|instagram|whatsapp|pinterest|e-?mail|youtube|rss", SHARING),
    (r"sign in|log in|close", NAVIGATION),
)
_DRAWN = re.compile(r"(?:[-=_*~\u2013\u2014+.]\s?){3,}")

_Shapes = tuple[tuple[re.Pattern[str], str], ...]
_IN_ANY_DOCUMENT: _Shapes = tuple((re.compile(shape), reason) for shape, reason in _SHAPES)
_IN_PROSE: _Shapes = tuple((re.compile(shape), reason) for shape, reason in _AROUND_PROSE)


def is_furniture(line: str) -> str | None:
    """Say in plain words why the whole line is no part of a document, or answer None.

    Only short lines that open like a label count: the same words inside a sentence, or on the
    wrapped last line of a paragraph, are the author's own.
    """
    label = _label(line)
    reason = _REASONS.get(label.strip(" .…:!|»\u203a>«\u2039<←→↑↓"))
    is_sentence = label.endswith(".") and not label.endswith("..")
    return reason if reason and not is_sentence else _shape_of(label, _IN_ANY_DOCUMENT)


def is_furniture_of_prose(line: str) -> str | None:
    """The same for running text, of which a bare number or a drawn line is no part either."""
    if is_drawn(line):
        return SIGNS_ONLY
    return is_furniture(line) or _shape_of(_label(line), _IN_PROSE)


def is_drawn(line: str) -> bool:
    """Whether the line is a rule of dashes or the like."""
    return _DRAWN.fullmatch(line) is not None


def _label(line: str) -> str:
    """The line to be looked up; empty where it is too long for a label or opens small."""
    words = " ".join(line.split())
    return "" if len(words) > _LONGEST or words[:1].islower() else words.casefold()


def _shape_of(label: str, shapes: _Shapes) -> str | None:
    return next((reason for shape, reason in shapes if shape.fullmatch(label)), None)
