"""The four ways a piece of work can end badly.

Reject this document (`DocumentError`), stop this source (`SourceError`), try again later
(`TransientError`), abort the run (`RunError`). Every message says what, where and what to do next.
"""

from __future__ import annotations


class SekkoError(Exception):
    """Base of every error that Sekko raises on purpose.

    Args:
        message: What happened, and where (source, file, URL, record id).
        hint: What the reader of the message can do next; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} — {self.hint}" if self.hint else self.message


class DocumentError(SekkoError):
    """One record is bad: it is rejected with `reason` and the source goes on.

    Args:
        reason: A reason code, lower snake case, stable (it is counted and shown).
        message: The particulars.
    """

    def __init__(self, reason: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.args = (reason, message, hint)  # survives pickling between Airflow processes
        self.reason = reason


class SourceError(SekkoError):
    """A source gave nothing, or changed its shape: it stops, loudly; others go on."""


class TransientError(SekkoError):
    """A fault that time may mend (timeout, 429, 503, a node that is starting): retry."""


class RunError(SekkoError):
    """Nothing sensible can go on: wrong settings, a broken store, a drifted mapping."""
