"""How who signed showed that it was they."""

from portal.models import AuditEvent
from portal.vocabulary.audit import Verb
from portal.vocabulary.step_up import StepUpLevel
from statements.models import Signature, Statement


def confirmed_with(signature: Signature) -> str:
    """In words, with the name of the passkey, which only the record knows: "Passkey (iPhone)"."""
    level = StepUpLevel(signature.step_up)
    if level != StepUpLevel.PASSKEY:
        return str(level.label)
    entry = AuditEvent.objects.filter(
        object_type=Statement._meta.label_lower,
        object_id=str(signature.statement_id),
        verb=Verb.STATEMENT_SIGNED,
        after__signature=signature.pk,
    )
    factor = (entry.values_list("after__factor", flat=True).first()) or ""
    return f"{level.label} ({factor})" if factor else str(level.label)
