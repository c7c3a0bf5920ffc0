"""Decides who answers a request: the control API, a fault, moto, or the layer itself."""

from __future__ import annotations

import time
import traceback
from dataclasses import replace
from email.message import Message

from layer.control import PREFIX, Control
from layer.environment import REGION
from layer.errors import error_response
from layer.faults import Fault
from layer.http import Request, Response
from layer.lab import Lab
from layer.moto_app import MotoApp
from layer.request import AwsCall, read_call


class Front:
    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._control = Control(lab)
        self._moto = MotoApp()

    def warm_up(self) -> None:
        """Loads what nearly every test needs, before the first one waits for it."""
        self._lab.routes("ec2-instance-connect")
        headers = Message()
        headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential=-/20260101/{REGION}/ec2/aws4_request,"
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._moto.answer(Request("POST", "/", headers, b"Action=DescribeInstances&Version=2016-11-15"))

    def answer(self, request: Request) -> Response | None:
        """None when the connection has to end without an answer."""
        if request.path.startswith(PREFIX):
            return self._control.answer(request)
        call = read_call(request)
        if call is None:
            return self._moto.answer(request)
        with self._lab.calls.running(call) as logged:
            response = self._carry_out(call, request)
            logged.status = None if response is None else response.status
            return response and replace(response, clock_seconds=self._lab.clocks.seconds(call))

    def _carry_out(self, call: AwsCall, request: Request) -> Response | None:
        refusal = self._lab.clocks.refuse(call)
        if refusal is not None:
            return error_response(call, *refusal)
        fault = self._lab.faults.take(call)
        if fault is None:
            return self._ask_moto(call, request)
        time.sleep(fault.delay_ms / 1000)
        if not fault.drop and fault.code is None:
            return self._ask_moto(call, request)
        if fault.carried_out:
            self._ask_moto(call, request)
        return _replacement(call, fault)

    def _ask_moto(self, call: AwsCall, request: Request) -> Response:
        """A call that moto can't answer fails for good: with a 500 a client would try it again and again."""
        try:
            self._lab.routes(call.service)
            own = self._lab.answers.get(call.service)
            return self._moto.answer(request) if own is None else own(call)
        except Exception as error:
            traceback.print_exc()
            what = f"{type(error).__name__}: {error}"
            return error_response(call, "ExopsLabFailure", f"{call.service} {call.action}: {what}", 400)


def _replacement(call: AwsCall, fault: Fault) -> Response | None:
    if fault.drop or fault.code is None:
        return None
    return error_response(call, fault.code, fault.message, fault.status)
