"""What statements store."""

from statements.models.asking import CityAnswer, CounselRequest
from statements.models.discussion import StatementThread
from statements.models.publishing import ListedSignature, Publication, PublicationFile
from statements.models.signing import Answer, Clearance, Reconfirmation, Signature, SignOn
from statements.models.statements import Block, Issuer, Revision, Source, Statement

__all__ = [
    "Answer",
    "Block",
    "CityAnswer",
    "Clearance",
    "CounselRequest",
    "Issuer",
    "ListedSignature",
    "Publication",
    "PublicationFile",
    "Reconfirmation",
    "Revision",
    "SignOn",
    "Signature",
    "Source",
    "Statement",
    "StatementThread",
]
