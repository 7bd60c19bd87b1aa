"""Whether the window may close: with unfinished jobs the user is asked first."""

import threading
from collections.abc import Callable


class Closing:
    """What is known of the end of the program, from its start on."""

    def __init__(
        self,
        unfinished: Callable[[], tuple[int, int]],
        ask: Callable[[int, int], bool],
        on_ending: Callable[[], None],
    ) -> None:
        """`unfinished` counts the jobs that run and that wait; `ask` is told these numbers and says
        whether the question could be put; `on_ending` is called once, when the end has begun."""
        self._unfinished = unfinished
        self._ask = ask
        self._on_ending = on_ending
        self._is_ending = False
        self._is_asked = False

    def may_close(self) -> bool:
        """Whether the window may close now; closing it twice is an answer too. Must return at once:
        it is called in the window's own thread."""
        if not self._is_ending and not self._is_asked:
            running, queued = self._unfinished()
            if running or queued:
                self._is_asked = True
                threading.Thread(target=self._put, args=(running, queued), daemon=True).start()
                return False
        self.begin()
        return True

    def begin(self) -> None:
        """From now on the window may close."""
        if not self._is_ending:
            self._is_ending = True
            self._on_ending()

    def stay(self) -> None:
        """The user wants to stay; the next time he is asked again."""
        self._is_asked = False

    def _put(self, running: int, queued: int) -> None:
        if not self._ask(running, queued):
            self._is_asked = False
