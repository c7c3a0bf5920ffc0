"""The way to moto: requests as WSGI wants them, answers as the front wants them."""

from __future__ import annotations

import sys
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from botocore.exceptions import UnknownServiceError
from moto.core.request import Request as MotoRequest
from moto.core.routing import NotFound, get_service_router
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.test import run_wsgi_app

from layer.http import Request, Response


class MotoApp:
    def __init__(self) -> None:
        self._dispatcher: Any = DomainDispatcherApplication(create_backend_app)

    def answer(self, request: Request) -> Response:
        body, status, headers = run_wsgi_app(self._dispatcher, _environ(request), buffered=True)
        return Response(int(status.split()[0]), list(headers.items()), b"".join(body))


def operation_by_path(service: str, request: Request) -> str | None:
    """The operation that a service which goes by method and path is asked for, such as EKS or MSK."""
    try:
        operation, _ = get_service_router(service).match(MotoRequest(_environ(request)))
    except (NotFound, NotImplementedError, UnknownServiceError):
        return None
    return str(operation.name)


def _environ(request: Request) -> dict[str, Any]:
    host, _, port = request.headers.get("Host", "127.0.0.1").partition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(request.path).decode("latin-1"),
        "QUERY_STRING": request.query,
        "RAW_URI": request.target,
        "REQUEST_URI": request.target,
        "SERVER_NAME": host,
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ["CONTENT_LENGTH"] = str(len(request.body))
    environ.pop("HTTP_CONTENT_LENGTH", None)
    return environ
