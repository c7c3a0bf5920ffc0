"""The control API: `POST /exops-lab/<route>` with a JSON object, or GET with a query, both in camelCase."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from urllib.parse import parse_qsl

from layer.http import Request, Response
from layer.lab import Lab
from layer.names import snake_keys

PREFIX = "/exops-lab/"


class Control:
    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._routes: dict[str, Callable[..., object]] = {
            "calls": lab.calls.seen,
            "calls/clear": lab.calls.clear,
            "clock/set": lab.clocks.set,
            "faults/add": lab.faults.add,
            "faults/clear": lab.faults.clear,
            "reset": lab.reset,
        }

    def answer(self, request: Request) -> Response:
        name = request.path.removeprefix(PREFIX)
        try:
            route = self._routes.get(name) or self._of_service(name)
            if route is None:
                return _response(404, {"error": f"The lab has no route {name}."})
            given = json.loads(request.body) if request.body else dict(parse_qsl(request.query))
            return _response(200, route(**snake_keys(given)))
        except Exception as error:
            traceback.print_exc()
            return _response(400, {"error": f"{name}: {type(error).__name__}: {error}"})

    def _of_service(self, name: str) -> Callable[..., object] | None:
        service, _, route = name.partition("/")
        return self._lab.routes(service).get(route)


def _response(status: int, value: object) -> Response:
    body = json.dumps(value, default=str).encode()
    return Response(status, [("Content-Type", "application/json")], body)
