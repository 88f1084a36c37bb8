"""A member's address and password: allauth's own pages, behind a proof of who asks."""

from allauth.account.views import EmailView, PasswordChangeView, PasswordSetView

from portal.views.factors import proved_lately

own_address = proved_lately(EmailView.as_view())
password_change = proved_lately(PasswordChangeView.as_view())
password_set = proved_lately(PasswordSetView.as_view())
