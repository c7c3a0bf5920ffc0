"""Carries requests to the front, from a TCP port and from a socket in the file system."""

from __future__ import annotations

import socket
import time
from email.utils import formatdate
from http.client import responses
from http.server import BaseHTTPRequestHandler
from socketserver import BaseServer, TCPServer, ThreadingMixIn, UnixStreamServer
from typing import Any

from layer.front import Front
from layer.http import Request, Response

#: What is written here, whatever moto has to say.
_own = ("content-length", "date")


class _TcpServer(ThreadingMixIn, TCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


class _SocketServer(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True
    request_queue_size = 128


def tcp_server(host: str, port: int, front: Front) -> tuple[BaseServer, int]:
    """Listens already; the port is a free one when it is 0."""
    server = _TcpServer((host, port), _handler(front))
    return server, server.server_address[1]


def socket_server(path: str, front: Front) -> BaseServer:
    """For control from another network namespace: a path is the same in all of them."""
    return _SocketServer(path, _handler(front))


def _handler(front: Front) -> type[BaseHTTPRequestHandler]:
    """Keeps connections, as AWS does, and sends an answer in one piece, or Nagle would hold back the rest."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            response = front.answer(Request(self.command, self.path, self.headers, body))
            if response is None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.wfile.write(_bytes(response, with_body=self.command != "HEAD"))

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = _serve

        def log_message(self, *_: Any) -> None:
            """Who wants to know asks for the calls."""

    return Handler


def _bytes(response: Response, with_body: bool) -> bytes:
    lines = [
        f"HTTP/1.1 {response.status} {responses.get(response.status, 'Unknown')}",
        f"Date: {formatdate(time.time() + response.clock_seconds, usegmt=True)}",
        *(f"{name}: {value}" for name, value in response.headers if name.lower() not in _own),
        f"Content-Length: {len(response.body)}",
    ]
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    return head + response.body if with_body else head
