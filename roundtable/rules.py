"""Who may, at the roundtable."""

import rules

from portal.rules import is_association_staff, is_in_working_group

rules.add_perm("roundtable.import_agenda", is_association_staff)
rules.add_perm("roundtable.see_board", is_in_working_group)
