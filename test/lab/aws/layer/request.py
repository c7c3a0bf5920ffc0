"""What an AWS request asks for, read from its signature, its headers and its body."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote_plus

from layer.http import Request
from layer.moto_app import operation_by_path

_signature = re.compile(r"Credential=([^/\s]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")


@dataclass(frozen=True)
class AwsCall:
    #: As in the signature: `ec2`, `ec2-instance-connect`, `secretsmanager`.
    service: str
    region: str
    access_key: str
    #: `DescribeInstances`
    action: str
    parameters: object
    #: `20261121T201500Z`; None when it isn't said.
    signed_at: str | None
    #: Path and query, as they came.
    target: str
    #: The path and the body in readable form, for faults that look for a text in them.
    text: str
    #: Whether it came as a form and wants XML in return.
    is_form: bool
    #: Whether its method and path say what it asks for.
    is_rest: bool


def read_call(request: Request) -> AwsCall | None:
    """None for a request that nobody signed."""
    signed = _signature.search(request.headers.get("Authorization", ""))
    if signed is None:
        return None
    access_key, region, service = signed.groups()
    body = request.body.decode("utf-8", "replace")
    is_form = request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
    form = dict(parse_qsl(body, keep_blank_values=True)) if is_form else {}
    return AwsCall(
        service=service,
        region=region,
        access_key=access_key,
        action=_action(request, service, form),
        parameters=form if is_form else _json(body),
        signed_at=request.headers.get("X-Amz-Date"),
        target=request.target,
        text=f"{unquote_plus(request.target)} {unquote_plus(body) if is_form else body}",
        is_form=is_form,
        is_rest=not is_form and request.headers.get("X-Amz-Target") is None,
    )


def _json(body: str) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _action(request: Request, service: str, form: dict[str, str]) -> str:
    target = request.headers.get("X-Amz-Target")
    if target is not None:
        return target.rpartition(".")[2]
    return form.get("Action") or operation_by_path(service, request) or f"{request.method} {request.path}"
