"""Lines that a website or a printer puts around a text, which belong to no document."""

import re

NAVIGATION = "a website's navigation, not part of the document"
SHARING = "a website's sharing link, not part of the document"
NOTICE = "a website's own notice, not part of the document"
PAGE_NUMBER = "a page number, not part of the document"

_LONGEST = 60

_FIXED = {
    NAVIGATION: (
        "find posts by topic|find posts by category|posts by topic|browse by topic|search|"
        "search this site|search for|menu|main menu|toggle navigation|open menu|close menu|"
        "site map|sitemap|home|home page|skip to content|skip to main content|"
        "skip to navigation|jump to content|back to top|go to top|return to top|scroll to top|"
        "previous|next|previous post|next post|previous article|next article|older posts|"
        "newer posts|related posts|related articles|related content|related stories|"
        "recent posts|latest posts|latest news|more news|all news|back to news|"
        "back to all news|you may also like|read more|read next|continue reading|learn more|"
        "see more|view all|see all|show more|load more|archives|categories|tags|"
        "table of contents|in this section|saltar al contenido|ir al contenido|volver arriba|"
        "menú|inicio|buscar|leer más|ver más|entradas relacionadas|entradas recientes|"
        "noticias relacionadas|buscar entradas por tema|entrada anterior|entrada siguiente|"
        "siguiente entrada|mapa del sitio"
    ),
    SHARING: (
        "share|share this|share this post|share this page|share this article|share this story|"
        "share on|share via|tweet|tweet this|pin it|email this|email this page|email a friend|"
        "print|print this|print this page|print friendly|copy link|link copied|follow us|"
        "follow us on|stay connected|connect with us|like us on facebook|subscribe|"
        "subscribe now|sign up for updates|sign up for our newsletter|join our mailing list|"
        "newsletter|newsletter signup|like this|compartir|comparte|comparte esto|compartir en|"
        "síguenos|imprimir|suscríbete|boletín"
    ),
    NOTICE: (
        "leave a comment|leave a reply|post a comment|comments are closed|no comments|"
        "add comment|log in to comment|accept cookies|accept all cookies|accept all|"
        "cookie settings|manage cookies|privacy policy|cookie policy|terms of use|"
        "terms of service|terms and conditions|privacy policy and terms of use|"
        "all rights reserved|powered by wordpress|advertisement|loading|uncategorized|"
        "accessibility statement|deja un comentario|deja una respuesta|política de privacidad|"
        "aviso de privacidad|términos de uso|todos los derechos reservados|aceptar cookies"
    ),
}
_REASONS = {line: reason for reason, lines in _FIXED.items() for line in lines.split("|")}

_NETWORKS = r"(?:facebook|twitter|x|linkedin|instagram|threads|whatsapp|pinterest|reddit|email)"
_SHAPES = (
    (re.compile(r"[-\u2013\u2014]\s?[0-9]{1,3}\s?[-\u2013\u2014]"), PAGE_NUMBER),
    (re.compile(r"(?:page|página)\s[0-9]{1,3}(?:\s?(?:of|de|/)\s?[0-9]{1,3})?"), PAGE_NUMBER),
    (
        re.compile(rf"(?:share|follow us|compartir|síguenos) (?:on|via|by|en|por) {_NETWORKS}"),
        SHARING,
    ),
    (re.compile(rf"{_NETWORKS}(?:\s?[|·•,/]\s?{_NETWORKS})+"), SHARING),
    (re.compile(r"(?:home|inicio)\s?[>»\u203a]\s?\S.*"), NAVIGATION),
    (re.compile(r"(?:[0-9]+|one) comments?"), NOTICE),
    (re.compile(r"(?:©|\(c\)|copyright)\s?(?:©\s?)?[0-9]{4}\b.*"), NOTICE),
)


def is_furniture(line: str) -> str | None:
    """Say in plain words why the whole line is no part of a document, or answer None.

    Only short lines that open like a label count: the same words inside a sentence, or on the
    wrapped last line of a paragraph, are the author's own.
    """
    words = " ".join(line.split())
    if not words or len(words) > _LONGEST or words[0].islower():
        return None
    label = words.casefold()
    if reason := _REASONS.get(label.strip(" .…:!|»\u203a>«\u2039<←→↑↓")):
        return None if label.endswith(".") and not label.endswith("..") else reason
    return next((reason for shape, reason in _SHAPES if shape.fullmatch(label)), None)
