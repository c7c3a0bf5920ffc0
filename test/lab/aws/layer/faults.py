"""Faults to order: what a call gets instead of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from layer.request import AwsCall


@dataclass
class Fault:
    #: Any service when left out.
    service: str | None = None
    #: Any action when left out.
    action: str | None = None
    #: Only calls signed with this key.
    access_key_id: str | None = None
    #: Only calls with this text in their body or path.
    match: str | None = None
    #: How many calls that it would hit it lets through first.
    skip: int = 0
    #: How many calls it hits; all of them when left out.
    times: int | None = None
    delay_ms: float = 0
    code: str | None = None
    message: str = "Injected by the test."
    status: int = 400
    #: Ends the connection without an answer.
    drop: bool = False
    #: The call does its work all the same, and only its answer is replaced.
    carried_out: bool = False

    def hits(self, call: AwsCall) -> bool:
        return (
            self.service in (None, call.service)
            and self.action in (None, call.action)
            and self.access_key_id in (None, call.access_key)
            and (self.match is None or self.match in call.text)
        )


class Faults:
    def __init__(self) -> None:
        self._lock = Lock()
        self._faults: list[Fault] = []

    def add(self, **fault: object) -> None:
        with self._lock:
            self._faults.append(Fault(**fault))  # type: ignore[arg-type]

    def take(self, call: AwsCall) -> Fault | None:
        """The oldest fault that hits the call; one that has a number of times is used up by it."""
        with self._lock:
            fault = next((fault for fault in self._faults if fault.hits(call) and _is_due(fault)), None)
            if fault is not None and fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
            return fault

    def clear(self, access_key_id: str | None = None) -> None:
        """Without a key all of them."""
        with self._lock:
            self._faults = [
                fault
                for fault in self._faults
                if access_key_id is not None and fault.access_key_id != access_key_id
            ]


def _is_due(fault: Fault) -> bool:
    """Counts a call that it would hit."""
    fault.skip -= 1
    return fault.skip < 0
