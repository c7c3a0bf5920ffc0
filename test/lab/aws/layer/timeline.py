"""Values that change by themselves as time goes by."""

from __future__ import annotations

import time


class Timeline:
    """Has each passing value for its seconds, one after the other, and the final one from then on."""

    def __init__(self, final: str, *passing: tuple[str, float]) -> None:
        self.final = final
        self._steps: list[tuple[str, float]] = []
        until = time.monotonic()
        for value, seconds in passing:
            until += seconds
            self._steps.append((value, until))

    @property
    def now(self) -> str:
        moment = time.monotonic()
        return next((value for value, until in self._steps if moment < until), self.final)
