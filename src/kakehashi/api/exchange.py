"""The two doors between nodes: a package is posted, or fetched. Whoever signs is let in."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kakehashi import dispatch
from kakehashi.core.answer import pack_answer
from kakehashi.core.package import Unreadable
from kakehashi.core.pull import MAX_BYTES as MAX_PULL_BYTES
from kakehashi.core.sealing import MAX_SEALED_BYTES, MEDIA_TYPE
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.exchange.actions import FalseAnswer
from kakehashi.exchange.holding import Outcome
from kakehashi.exchange.models import Peer

JSON = "application/json"
STATUS = {
    Outcome.HELD: 200,
    Outcome.MISSING: 202,
    Outcome.OUT_OF_STEP: 409,
    Outcome.DAMAGED: 422,
    Outcome.STOPPED: 423,
}


@lets_out(Way.API, gate=Gate.COUNTERPART)
@csrf_exempt
@require_POST
def package(request: HttpRequest, agreement: str) -> HttpResponse:
    """Take a package; the status says what its sender does next (docs/protocol.md, section 7)."""
    body = request.read(MAX_SEALED_BYTES + 1)
    try:
        received = dispatch.receive(agreement, body, now=datetime.now(UTC))
    except Peer.DoesNotExist:
        return HttpResponse(status=404)
    except Unreadable as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    status = STATUS[received.outcome]
    return HttpResponse(pack_answer(received.answer), status=status, content_type=JSON)


@lets_out(Way.API, gate=Gate.COUNTERPART)
@csrf_exempt
@require_POST
def pull(request: HttpRequest, agreement: str) -> HttpResponse:
    """Take the caller's cosignature and give its next package, sealed to it; 204 if none."""
    body = request.read(MAX_PULL_BYTES + 1)
    try:
        sealed = dispatch.answer_pull(agreement, body, now=datetime.now(UTC))
    except Peer.DoesNotExist:
        return HttpResponse(status=404)
    except dispatch.ChannelStopped:
        return HttpResponse(status=423)
    except (Unreadable, FalseAnswer) as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    if sealed is None:
        return HttpResponse(status=204)
    return HttpResponse(sealed, content_type=MEDIA_TYPE)
