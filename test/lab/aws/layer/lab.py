"""What the parts of the layer share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from threading import RLock

from moto.core.base_backend import BackendDict

from layer.calls import CallLog
from layer.clocks import Clocks
from layer.faults import Faults
from layer.http import Response
from layer.request import AwsCall
from layer.services import MODULES

#: What the control API can do to a service: functions by name, called with the members of the JSON body.
Routes = dict[str, Callable[..., object]]

Answer = Callable[[AwsCall], Response]


@dataclass
class Lab:
    keys_folder: Path
    key_seconds: float
    transition_seconds: float
    calls: CallLog = field(default_factory=CallLog)
    faults: Faults = field(default_factory=Faults)
    clocks: Clocks = field(default_factory=Clocks)
    #: Who answers for a service that moto has nothing of.
    answers: dict[str, Answer] = field(default_factory=dict)
    _forgetting: list[Callable[[], None]] = field(default_factory=list)
    _routes: dict[str, Routes] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def routes(self, service: str) -> Routes:
        """The routes of a service, which is mended first when this is the first time."""
        with self._lock:
            if service not in self._routes:
                module = MODULES.get(service)
                self._routes[service] = {} if module is None else import_module(module).install(self)
            return self._routes[service]

    def seconds(self, tags: dict[str, str]) -> float:
        """How long what has these tags takes from one state to the next: `exops-lab:transition-seconds`."""
        return float(tags.get("exops-lab:transition-seconds") or self.transition_seconds)

    def on_reset(self, forget: Callable[[], None]) -> None:
        self._forgetting.append(forget)

    def reset(self) -> None:
        """Forgets everything: calls, faults, and what moto and the services know."""
        with self._lock:
            BackendDict.reset()
            self.calls.clear()
            self.faults.clear()
            self.clocks.clear()
            for forget in self._forgetting:
                forget()
