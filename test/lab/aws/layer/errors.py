"""Errors as AWS words them, for any code and status, and without moto."""

from __future__ import annotations

import json
from uuid import uuid4
from xml.sax.saxutils import escape

from layer.http import Response
from layer.request import AwsCall


def error_response(call: AwsCall, code: str, message: str, status: int) -> Response:
    """In the protocol that the call was made in."""
    request_id = str(uuid4())
    headers = [("x-amzn-RequestId", request_id)]
    if call.is_form:
        headers.append(("Content-Type", "text/xml;charset=UTF-8"))
        return Response(status, headers, _xml(call, code, message, status, request_id).encode())
    headers.append(("x-amzn-ErrorType", code))
    if call.is_rest:
        headers.append(("Content-Type", "application/json"))
        return Response(status, headers, json.dumps({"message": message}).encode())
    headers.append(("Content-Type", "application/x-amz-json-1.1"))
    return Response(status, headers, json.dumps({"__type": code, "message": message}).encode())


def _xml(call: AwsCall, code: str, message: str, status: int, request_id: str) -> str:
    error = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
    if call.service == "ec2":
        errors = f"<Errors><Error>{error}</Error></Errors>"
        return f"<Response>{errors}<RequestID>{request_id}</RequestID></Response>"
    fault = "Sender" if status < 500 else "Receiver"
    return (
        f"<ErrorResponse><Error><Type>{fault}</Type>{error}</Error>"
        f"<RequestId>{request_id}</RequestId></ErrorResponse>"
    )
