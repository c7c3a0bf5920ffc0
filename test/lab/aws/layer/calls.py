"""Every AWS request that came, in the order of beginnings and ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from threading import Lock

from layer.request import AwsCall


@dataclass
class LoggedCall:
    call: AwsCall
    #: Beginnings and ends are counted together: two calls ran at once when each began before the other's end.
    began: int
    ended: int | None = None
    status: int | None = None

    def to_json(self) -> dict[str, object]:
        return {
            "service": self.call.service,
            "action": self.call.action,
            "region": self.call.region,
            "accessKeyId": self.call.access_key,
            "parameters": self.call.parameters,
            "began": self.began,
            "ended": self.ended,
            "status": self.status,
        }


class CallLog:
    def __init__(self) -> None:
        self._lock = Lock()
        self._order = count(1)
        self._calls: list[LoggedCall] = []

    @contextmanager
    def running(self, call: AwsCall) -> Iterator[LoggedCall]:
        with self._lock:
            logged = LoggedCall(call, began=next(self._order))
            self._calls.append(logged)
        try:
            yield logged
        finally:
            with self._lock:
                logged.ended = next(self._order)

    def seen(self, access_key_id: str | None = None) -> list[dict[str, object]]:
        with self._lock:
            calls = list(self._calls)
        return [logged.to_json() for logged in calls if access_key_id in (None, logged.call.access_key)]

    def clear(self) -> None:
        with self._lock:
            self._calls.clear()
