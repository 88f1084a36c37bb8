"""What statements put into the registry."""

from django.urls import reverse

from portal.models import Member
from portal.registry import Exporter, Panel, Row, registry
from statements.models import Statement
from statements.operations.demo import load_sample_statements
from statements.operations.documents import STATEMENT_PDF
from statements.queries.statements import may_see_statement, statement_list

ROWS = 4


def statement_url(statement_id: int) -> str:
    ref = Statement.objects.values_list("ref", flat=True).get(pk=statement_id)
    return reverse("statement", args=[ref])


def statement_panel(member: Member) -> Panel:
    """The newest statements that the member may see."""
    rows = [
        Row(
            title=statement.title,
            url=reverse("statement", args=[statement.ref]),
            detail=statement.issuer_names,
            state_label=statement.get_state_display(),
            state_tone=statement.state_tone,
            at=statement.updated_at,
        )
        for statement in statement_list(member)[:ROWS]
    ]
    return Panel(
        title="Statements",
        url=reverse("statement_list"),
        link_label="All statements",
        rows=rows,
        empty="No statement is open to you yet. Start one from a text you have.",
    )


registry.add_exporter(
    Exporter(
        kind=STATEMENT_PDF,
        may_see=may_see_statement,
        render="statements.documents.printing.render_statement",
        subject_url=statement_url,
        back_label="Back to the statement",
    )
)
registry.panels.append(statement_panel)
registry.demo.append(load_sample_statements)
