"""What a page's script asks for before it prompts for a passkey."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from portal.http import MemberRequest
from portal.operations.step_up import NotConfirmed, ask_for_passkey


@require_POST
def confirm_options(request: MemberRequest) -> JsonResponse:
    """A fresh challenge for the form that is about to be sent to `place`."""
    place = str(request.POST.get("place", ""))[:300]
    try:
        options = ask_for_passkey(member=request.user, session=request.session, place=place)
    except NotConfirmed as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    return JsonResponse(options)
