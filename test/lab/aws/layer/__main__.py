"""Starts the server, and says in one line of JSON on stdout where it listens."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from threading import Thread

from layer.environment import prepare_environment
from layer.quick_start import speed_up


def main() -> None:
    options = _options()
    prepare_environment()
    speed_up()
    # These import moto, which has to find all that prepared.
    from layer.front import Front
    from layer.lab import Lab
    from layer.quick_answers import speed_up_answers
    from layer.server import socket_server, tcp_server

    speed_up_answers()
    front = Front(Lab(options.keys, options.key_seconds, options.transition_seconds))
    server, port = tcp_server(options.host, options.port, front)
    control = socket_server(str(options.control), front)
    front.warm_up()
    Thread(target=control.serve_forever, daemon=True).start()
    print(json.dumps({"port": port}), flush=True)
    server.serve_forever()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="layer")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="a free one when left out")
    parser.add_argument("--control", type=Path, required=True, help="the socket of the control API")
    parser.add_argument("--keys", type=Path, required=True, help="the folder that pushed keys go to")
    parser.add_argument("--key-seconds", type=float, default=60, help="how long a pushed key lets in")
    parser.add_argument("--transition-seconds", type=float, default=0, help="how long an instance is pending")
    return parser.parse_args()


main()
