"""Sessions, of which a test sees the beginning: nothing answers where the websocket would be."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from moto.core.responses import ActionResult
from moto.ssm.responses import SimpleSystemManagerResponse

from layer.aws_error import AwsError
from layer.services.ssm.agents import is_online


def install() -> None:
    SimpleSystemManagerResponse.start_session = _start_session
    SimpleSystemManagerResponse.terminate_session = _terminate_session


def _start_session(response: Any) -> ActionResult:
    target = response._get_param("Target")
    if not is_online(response.current_account, response.region, target):
        raise AwsError("TargetNotConnected", f"{target} is not connected.")
    session = f"exops-lab-{uuid4().hex[:17]}"
    stream = f"wss://ssmmessages.{response.region}.invalid/v1/data-channel/{session}?role=publish_subscribe"
    return ActionResult({"SessionId": session, "StreamUrl": stream, "TokenValue": uuid4().hex * 4})


def _terminate_session(response: Any) -> ActionResult:
    return ActionResult({"SessionId": response._get_param("SessionId")})
