"""Who may, with statements."""

import rules

from portal.rules import is_in_working_group

rules.add_perm("statements.import_statement", is_in_working_group)
