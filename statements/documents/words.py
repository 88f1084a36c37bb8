"""What the pages of a statement say around its text, in the language of the text."""

from statements.vocabulary.states import DocumentType, StatementState

WORDS = {
    "en": {
        "page": "Page",
        "of": "of",
        "version": "version",
        "text_code": "Text code",
        "media_contact": "Media contact",
        "about": "About",
        "draft": "Draft, not released",
        "withdrawn": "Withdrawn",
        "sample": "Sample data: invented organizations",
        "immediate": "FOR IMMEDIATE RELEASE",
        "released": "Released",
        "signatories": "Signatories",
        "signed_once": "1 organization has signed this text as of {day}.",
        "signed_often": "{count} organizations have signed this text as of {day}.",
        "as_of": "as of",
        "identification": "organization for identification only",
        "recorded": "recorded by staff from a letter",
        "day": "F j, Y",
        "moment": "F j, Y, g:i A T",
        DocumentType.STATEMENT: "Joint statement",
        DocumentType.RELEASE: "Press release",
        DocumentType.RESOLUTION: "Resolution",
        DocumentType.LETTER: "Letter",
    },
    "es": {
        "page": "Página",
        "of": "de",
        "version": "versión",
        "text_code": "Código del texto",
        "media_contact": "Contacto para la prensa",
        "about": "Acerca de",
        "draft": "Borrador, sin publicar",
        "withdrawn": "Retirado",
        "sample": "Datos de muestra: organizaciones inventadas",
        "immediate": "PARA PUBLICACIÓN INMEDIATA",
        "released": "Publicado el",
        "signatories": "Firmantes",
        "signed_once": "1 organización ha firmado este texto al {day}.",
        "signed_often": "{count} organizaciones han firmado este texto al {day}.",
        "as_of": "al",
        "identification": "organización solo para identificación",
        "recorded": "registrada por el personal a partir de una carta",
        "day": r"j \d\e F \d\e Y",
        "moment": r"j \d\e F \d\e Y, G:i T",
        DocumentType.STATEMENT: "Declaración conjunta",
        DocumentType.RELEASE: "Comunicado de prensa",
        DocumentType.RESOLUTION: "Resolución",
        DocumentType.LETTER: "Carta",
    },
}


def words_in(language: str) -> dict[str, str]:
    """English where the language is not known here."""
    return WORDS.get(language.partition("-")[0].lower(), WORDS["en"])


def state_mark(state: str, words: dict[str, str]) -> str:
    """What every page says of a text that is not, or no longer, released; empty for published."""
    if state == StatementState.PUBLISHED:
        return ""
    return words["withdrawn" if state == StatementState.WITHDRAWN else "draft"]
