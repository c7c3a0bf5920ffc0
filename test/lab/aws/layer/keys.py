"""The folder of keys that let in: KEYS/<instance>/<user>, which the lab's SSH servers read."""

from __future__ import annotations

import math
import time
from pathlib import Path
from threading import Lock
from uuid import uuid4

_mark = "#Timestamp="


class KeysFolder:
    """Each key is two lines: `#Timestamp=` with the Unix second in which it ends, and the key."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self._folder = folder
        self._seconds = seconds
        self._lock = Lock()

    def let_in(self, instance: str, user: str, key: str) -> None:
        """Beside the keys that haven't ended yet. Who reads meanwhile sees either file as a whole."""
        now = time.time()
        file = self._folder / instance / user
        with self._lock:
            # sshd wants these owned by root and readable for the user its command runs as.
            file.parent.mkdir(mode=0o755, exist_ok=True)
            keys = [*(kept for kept in _read(file) if kept[0] > now), (math.ceil(now + self._seconds), key)]
            draft = file.parent / f".{uuid4().hex}"
            draft.write_text("".join(f"{_mark}{end}\n{line}\n" for end, line in keys))
            draft.chmod(0o644)
            draft.replace(file)


def _read(file: Path) -> list[tuple[int, str]]:
    if not file.exists():
        return []
    lines = [line for line in file.read_text().splitlines() if line]
    marks, keys = lines[::2], lines[1::2]
    return [(int(mark.removeprefix(_mark)), key) for mark, key in zip(marks, keys, strict=True)]
