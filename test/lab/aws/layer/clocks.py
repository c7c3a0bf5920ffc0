"""AWS's clock, which a test may put wrong: as if the client's own were wrong the other way."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from layer.request import AwsCall

_format = "%Y%m%dT%H%M%SZ"
#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
_tolerance = timedelta(minutes=5)

#: Code, message and status.
Refusal = tuple[str, str, int]


class Clocks:
    """One for each access key. As long as there is none the time of a signature is nobody's business."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    def set(self, offset_ms: float | None, access_key_id: str) -> None:
        """None takes it away."""
        if offset_ms is None:
            self._seconds.pop(access_key_id, None)
        else:
            self._seconds[access_key_id] = offset_ms / 1000

    def clear(self) -> None:
        self._seconds.clear()

    def seconds(self, call: AwsCall) -> float:
        return self._seconds.get(call.access_key, 0)

    def refuse(self, call: AwsCall) -> Refusal | None:
        """What a call is told whose signature is too old or too new for AWS."""
        offset = self._seconds.get(call.access_key)
        if offset is None or call.signed_at is None:
            return None
        now = datetime.fromtimestamp(time.time() + offset, UTC)
        signed = datetime.strptime(call.signed_at, _format).replace(tzinfo=UTC)
        if abs(signed - now) <= _tolerance:
            return None
        if call.service == "ec2":
            return "RequestExpired", "Request has expired.", 400
        code = "SignatureDoesNotMatch" if call.is_form else "InvalidSignatureException"
        return code, _message(signed, now), 403 if call.is_form or call.is_rest else 400


def _message(signed: datetime, now: datetime) -> str:
    if signed < now:
        limit, what, sign = now - _tolerance, "expired: {} is now earlier than", "-"
    else:
        limit, what, sign = now + _tolerance, "not yet current: {} is still later than", "+"
    return f"Signature {what.format(f'{signed:{_format}}')} {limit:{_format}} ({now:{_format}} {sign} 5 min.)"
