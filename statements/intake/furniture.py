"""What a web page or a page layout puts around a text: whole short lines, never a sentence."""

import re

_LONGEST = 80
_WEB = "Part of a web page, not of the text."
_PAGE = "A page number or page line."
_RIGHTS = "A copyright line."
_COOKIES = "A notice about cookies."
_LABEL = "Names the kind of document; it is not part of the text."
_DRAWN = "A drawn line."

_NETWORKS = (
    r"(?:facebook|twitter|x|instagram|linkedin|threads|youtube|whatsapp|email|e-mail|bluesky|print"
    r"|flickr|tiktok|pinterest|reddit|medium|rss)"
)
_TABLE: tuple[tuple[str, str], ...] = (
    (r"(find )?posts by topic|categories|tags|archives|printer[- ]friendly( version)?", _WEB),
    (r"related (posts|news|articles)", _WEB),
    (
        r"(share|like|tweet|print|email|e-mail)( (this|it))?( (page|post|article))?( on .{1,30})?",
        _WEB,
    ),
    (
        r"share( this)?:|share (via|on|to) .{1,40}|download( (as )?pdf)?",
        _WEB,
    ),
    (r"compart(ir|a|e)( (esto|en .{1,30}))?:?|imprimir|descargar( pdf)?", _WEB),
    (r"skip to (main )?(content|navigation)|(saltar|ir) al contenido( principal)?", _WEB),
    (r"(read|learn|see|show|view|load) (more|all|less)( \W+)?|(leer|ver) (m\u00e1s|todo)", _WEB),
    (r"contin(ue reading|uar leyendo)( \W+)?", _WEB),
    (
        r"back( to (top|home|news|all news|list))?|top|(volver|ir) (arriba|al inicio|atr\u00e1s)",
        _WEB,
    ),
    (r"(previous|next|older|newer)( (post|article|page|story|posts|entry|entries))?", _WEB),
    (r"anterior|siguiente|subscribe( (now|today|here))?|suscr[i\u00ed]b[ae](se|te)?", _WEB),
    (r"sign up( for (our|updates|news).{0,30})?|(sign|log) ?in( / register)?|my account", _WEB),
    (r"iniciar sesi\u00f3n|search( (this site|for))?:?|buscar:?|loading\W*", _WEB),
    (r"(main )?menu|men\u00fa|toggle navigation|close( menu)?|home|inicio|site ?map", _WEB),
    (r"(home|inicio|news|newsroom|noticias) *(>|\u00bb|\u203a|/) *.{1,70}", _WEB),
    (r"[^.!?>\u00bb\u203a]{1,30}([>\u00bb\u203a][^.!?>\u00bb\u203a]{1,42}){2,}", _WEB),
    (rf"{_NETWORKS}(( *[|/\u00b7\u2022,] *| +){_NETWORKS})*", _WEB),
    (r"(follow us|connect with us|s[i\u00ed]guenos)( on| en)?[^.!?]{0,40}:?", _WEB),
    (
        r"(posted|published|last updated|updated) (on|by):? .{1,60}|publicado (el|por):? .{1,60}",
        _WEB,
    ),
    (r"\d+ min(ute)?s? read|(leave a|no|\d+) (comment|reply|comments)( \W+)?", _WEB),
    (r"privacy (policy|notice)|terms of (use|service)|accessibility", _WEB),
    (r"pol\u00edtica de privacidad|aviso legal|mapa del sitio", _WEB),
    (r"(we|this (web)?site) uses? cookies.{0,60}|accept( all)?( cookies)?", _COOKIES),
    (r"cookie (settings|policy|preferences)|aceptar( todas)?( las)?( cookies)?", _COOKIES),
    (r"(este sitio|usamos|utilizamos).{0,20} cookies.{0,40}", _COOKIES),
    (r"(\u00a9|copyright|\(c\) \d{4}) ?.{1,70}", _RIGHTS),
    (r"all rights reserved\.?|todos los derechos reservados\.?", _RIGHTS),
    (r"page \d+( (of|/) \d+)?|p\u00e1gina \d+( de \d+)?", _PAGE),
    (r"[-\u2013\u2014|] ?\d{1,3} ?[-\u2013\u2014|]|\d{1,3}", _PAGE),
    (r"[-\u2013\u2014(* ]+(more|m\u00e1s|contin\u00faa|continued)[-\u2013\u2014)* ]+", _PAGE),
    (r"(press|news|media) (release|statement|advisory)", _LABEL),
    (r"(comunicado|bolet\u00edn) de prensa", _LABEL),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), reason) for pattern, reason in _TABLE)
_DRAWING = re.compile(r"([-=_*~\u2013\u2014+.]\s?){3,}")


def furniture_reason(text: str) -> str | None:
    """Why the whole line is no part of the text, in plain words; None where it may be."""
    if _DRAWING.fullmatch(text):
        return _DRAWN
    if len(text) > _LONGEST:
        return None
    return next((reason for pattern, reason in _PATTERNS if pattern.fullmatch(text)), None)


def is_drawn(text: str) -> bool:
    return bool(_DRAWING.fullmatch(text))
