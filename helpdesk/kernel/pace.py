"""How fast one connection may talk: a bucket that refills with time. Kept in memory, because it guards this process."""

import time


class Pace:
    """Allows `per_second` actions a second on average, and as many at once."""

    def __init__(self, per_second: int) -> None:
        """Start with a full bucket."""
        self._rate = self._left = float(per_second)
        self._seen = time.monotonic()

    def allows(self) -> bool:
        """Take one from the bucket; False when it is empty."""
        moment = time.monotonic()
        self._left = min(self._rate, self._left + (moment - self._seen) * self._rate)
        self._seen = moment
        if self._left < 1:
            return False
        self._left -= 1
        return True
