"""The demo's sign-ins, printed at the start and listed on the sign-in page."""

PASSWORD = "roundtable-demo"  # noqa: S105 - the demo's published password
SIGN_INS = {
    "mayor@alderbrook.example": "Mayor of Alderbrook",
    "chief@alderbrook.example": "Chief of police of Alderbrook",
    "aide@alderbrook.example": "Aide to the mayor: drafts, cannot sign",
    "mayor@fairmont.example": "Mayor of Fairmont Bay",
    "chief@fairmont.example": "Chief of police of Fairmont Bay",
    "publisher@mayors.example": "Publisher of the mayors' association",
    "publisher@chiefs.example": "Publisher of the chiefs' association",
    "editor@chiefs.example": "Editor of the chiefs' association",
    "observer@review.example": "Observer: sees what is shared",
    "liaison@dhs.example": "Liaison of the federal counterpart",
}
