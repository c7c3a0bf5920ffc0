"""The states of databases and clusters, which take time on AWS and none in moto.

An instance of a cluster follows its cluster. Seven days after it was stopped, a database starts by itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from moto.core.utils import utcnow
from moto.rds.models import DBCluster, DBInstance

from layer.lab import Lab
from layer.timeline import Timeline

_longest_stop = timedelta(days=7)
_available = Timeline("available")


class States:
    """What they are in, kept on moto's objects."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        for kind in (DBInstance, DBCluster):
            kind.status = property(self.status, self.set)
            kind.automatic_restart_time = property(self.restart_time)

    def status(self, resource: Any) -> str:
        own = vars(resource).get("lab_status", _available)
        if own.now == "stopped" and utcnow() >= vars(resource)["lab_restart_time"]:
            self.start(resource)
            own = vars(resource)["lab_status"]
        cluster = vars(resource).get("cluster")
        return self.status(cluster) if own.now == "available" and cluster is not None else own.now

    def set(self, resource: Any, status: str) -> None:
        """Whatever it was in, and for as long as nothing else is asked of it."""
        vars(resource)["lab_restart_time"] = utcnow() + _longest_stop
        vars(resource)["lab_status"] = Timeline(status)

    def restart_time(self, resource: Any) -> datetime | None:
        return vars(resource)["lab_restart_time"] if self.status(resource) == "stopped" else None

    def set_restart_time(self, resource: Any, at: datetime) -> None:
        vars(resource)["lab_restart_time"] = at

    def stop(self, resource: Any) -> None:
        vars(resource)["lab_restart_time"] = utcnow() + _longest_stop
        vars(resource)["lab_status"] = Timeline("stopped", ("stopping", self._seconds(resource)))

    def start(self, resource: Any) -> None:
        end = vars(resource).pop("lab_start_ends_in", "available")
        vars(resource)["lab_status"] = Timeline(end, ("starting", self._seconds(resource)))

    def fail_next_start(self, resource: Any, ends_in: str) -> None:
        """It is accepted, and ends in this state instead of `available`."""
        vars(resource)["lab_start_ends_in"] = ends_in

    def _seconds(self, resource: Any) -> float:
        return self._lab.seconds({tag["Key"]: tag["Value"] for tag in resource.tags})
