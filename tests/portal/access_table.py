"""What each role gets at each address, by the names of the addresses."""

from tests.portal.thread_addresses import THREAD_ROWS

ROLES = ("anonymous", "publisher", "mayor", "aide", "chief", "observer", "liaison", "nobody_yet")
EVERYBODY = (200,) * 8
SIGNED_IN = (302, 200, 200, 200, 200, 200, 200, 200)
WORKING_GROUP = (302, 200, 200, 200, 200, 403, 403, 403)
POST_ONLY = (302, 405, 405, 405, 405, 405, 405, 405)
# The draft is the mayor's city's and the publisher's association issues it.
THE_STATEMENT = (302, 200, 200, 200, 404, 404, 404, 404)
ITS_PUBLISHER = (302, 200, 404, 404, 404, 404, 404, 404)
ITS_STAFF = (302, 200, 404, 404, 404, 404, 404, 404)
THE_AGENDA = (302, 200, 200, 200, 200, 404, 404, 404)
STAFF = (302, 200, 403, 403, 403, 403, 403, 403)
# Staff steer every issue that they see; nobody owns this one yet.
ITS_STEERERS = (302, 200, 403, 403, 403, 404, 404, 404)
NOT_WHEN_SIGNED_IN = (200, 302, 302, 302, 302, 302, 302, 302)
ASKS_AGAIN = (302,) * 8
NOBODYS_PASSKEY = (302, 404, 404, 404, 404, 404, 404, 404)

TABLE = {
    "home": EVERYBODY,
    "healthz": EVERYBODY,
    "readyz": EVERYBODY,
    "verify": EVERYBODY,
    "meetings": EVERYBODY,
    "sample_mail": EVERYBODY,
    "sample_mail_message": (404,) * 8,
    "invitation": EVERYBODY,
    "style_page": SIGNED_IN,
    "preview": STAFF,
    "preview_stop": POST_ONLY,
    "notifications": SIGNED_IN,
    "mail_choices": SIGNED_IN,
    "usersessions_list": SIGNED_IN,
    "session_stay": POST_ONLY,
    "confirm_options": POST_ONLY,
    "follow": POST_ONLY,
    "directory": WORKING_GROUP,
    **dict.fromkeys(("directory_export", "organization_logo"), POST_ONLY),
    **dict.fromkeys(("roster_import", "organization_new"), STAFF),
    "organization": WORKING_GROUP,
    "organization_edit": (302, 200, 200, 200, 404, 404, 404, 404),  # the mayor's city
    **dict.fromkeys(("memberships", "membership_end"), ITS_PUBLISHER),
    "search": WORKING_GROUP,
    "record": STAFF,
    "who_opened": STAFF,  # of a statement that the publisher works on
    "about_text": WORKING_GROUP,
    "authority": WORKING_GROUP,
    "authority_confirm": STAFF,
    "authority_of": (302, 200, 200, 200, 404, 404, 404, 404),  # the mayor's city
    "authority_delegate": (302, 404, 200, 404, 404, 404, 404, 404),  # the mayor holds the office
    "authority_letter": (302, 200, 403, 403, 404, 404, 404, 404),
    "authority_end": ITS_PUBLISHER,  # the mayor's office
    "people": (302, 200, 200, 404, 404, 404, 404, 404),  # of the mayor's city
    "signing_rule": (302, 200, 200, 200, 404, 404, 404, 404),  # of the same
    "organization_history": (302, 200, 200, 404, 404, 404, 404, 404),
    "seat_end": (302, 200, 200, 404, 404, 404, 404, 404),  # of the aide
    "member_suspend": ITS_PUBLISHER,
    "recovery": ITS_PUBLISHER,
    "lost_passkey": EVERYBODY,
    **dict.fromkeys(("member_restore", "invitation_again", "invitation_back"), POST_ONLY),
    "statement_list": EVERYBODY,
    "statement_import": WORKING_GROUP,
    "statement_new": WORKING_GROUP,
    "statement_edit": (302, 200, 409, 409, 404, 404, 404, 404),  # staff have it
    "statement_versions": THE_STATEMENT,
    "statement_compare": THE_STATEMENT,
    "statement_restore": POST_ONLY,
    "statement": THE_STATEMENT,
    "statement_files": THE_STATEMENT,
    "attachment": THE_STATEMENT,
    "statement_pdf": POST_ONLY,
    "staff_page": ITS_STAFF,
    "sign_on": ITS_STAFF,
    "deadline": (302, 404, 404, 404, 404, 404, 404, 404),  # nobody was asked to sign
    "take_step": POST_ONLY,
    "sign": THE_STATEMENT,
    # No city and no counsel is asked about it.
    **dict.fromkeys(("city_answer", "counsel"), (302, 404, 404, 404, 404, 404, 404, 404)),
    **dict.fromkeys(("mayor_ask", "counsel_ask"), POST_ONLY),
    **dict.fromkeys(
        ("receipt", "dispute_signature"), (302, 404, 404, 404, 404, 404, 404, 404)
    ),  # nobody has signed
    "record_signature": ITS_STAFF,
    "statement_work": THE_STATEMENT,
    "statement_feed": EVERYBODY,
    "publication_file": (404,) * 8,  # not released
    "publish": ITS_PUBLISHER,
    "publish_undo": POST_ONLY,
    "publish_again": POST_ONLY,
    "publish_withdraw": (302, 302, 404, 404, 404, 404, 404, 404),  # back: not released
    "remind": POST_ONLY,
    "board": WORKING_GROUP,
    "agenda_import": STAFF,
    "proposal": THE_AGENDA,
    "agenda_pdf": POST_ONLY,
    "agenda_publish": ITS_STAFF,
    "agenda_file": (404,) * 8,  # not published
    "agenda_version_file": (404,) * 8,  # not published
    "issue": THE_AGENDA,
    "issue_edit": ITS_STEERERS,
    "issue_assign": ITS_STEERERS,
    "issue_waiting": ITS_STEERERS,
    "issue_update": ITS_STEERERS,
    "issue_audience": ITS_STEERERS,
    "issue_add": ITS_STEERERS,
    "issue_step": ITS_STEERERS,
    "issue_files": THE_AGENDA,
    "issue_ask": POST_ONLY,
    "issue_current": POST_ONLY,
    "proposal_add": STAFF,
    "proposal_paste": STAFF,
    **dict.fromkeys(("issue_paste", "issue_move", "issue_merge", "issue_split"), ITS_STEERERS),
    **THREAD_ROWS,
    "meeting": THE_AGENDA,
    "meeting_new": STAFF,
    "meeting_edit": ITS_PUBLISHER,
    "meeting_step": ITS_PUBLISHER,
    "meeting_calendar": THE_AGENDA,
    "attendees": ITS_PUBLISHER,
    "attendee_remove": POST_ONLY,
    "slots": ITS_PUBLISHER,
    "slot": ITS_PUBLISHER,
    "agenda_build": POST_ONLY,
    "agenda_order": POST_ONLY,
    "slot_add": POST_ONLY,
    "slot_add_issue": POST_ONLY,
    "slot_remove": POST_ONLY,
    "slot_move": POST_ONLY,
    "export": THE_AGENDA,
    "export_retry": POST_ONLY,
    "export_file": (302, 404, 404, 404, 404, 404, 404, 404),  # not made yet
    "account_login": NOT_WHEN_SIGNED_IN,
    "account_logout": (302, 200, 200, 200, 200, 200, 200, 200),
    "account_signup": NOT_WHEN_SIGNED_IN,
    "account_inactive": EVERYBODY,
    "account_request_login_code": NOT_WHEN_SIGNED_IN,
    "account_confirm_login_code": ASKS_AGAIN,
    "account_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_activate_totp": (302, 302, 302, 200, 302, 200, 200, 200),  # not for who needs a passkey
    **dict.fromkeys(("mfa_edit_webauthn", "mfa_remove_webauthn"), NOBODYS_PASSKEY),
    **dict.fromkeys(("mfa_deactivate_totp", "mfa_authenticate", "mfa_login_webauthn"), ASKS_AGAIN),
    **dict.fromkeys(("mfa_reauthenticate", "mfa_reauthenticate_webauthn"), ASKS_AGAIN),
    "sign_in_again": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": ASKS_AGAIN,
    "account_email": SIGNED_IN,
    "account_email_verification_sent": EVERYBODY,
    "account_confirm_email": EVERYBODY,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY,
    "account_reset_password_from_key_done": EVERYBODY,
}
