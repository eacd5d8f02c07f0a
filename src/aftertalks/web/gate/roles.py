"""Roles, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do; each role may do what those before it may."""

    READER = "reader"  # sees every page but the log
    REVIEWER = "reviewer"  # adds documents, settles doubts
    ADMIN = "admin"  # sees who did what

    def covers(self, other: Role) -> bool:
        """Say whether this role may do what another may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request.

    Args:
        name: of the user; empty where the server knows no users and only this machine can reach it.
        how: ``local``, ``session``, or with a token ``bearer`` or ``basic``.
        session: digest of the session, for what must be bound to it.
    """

    name: str
    role: Role
    how: str
    session: str = ""


LOCAL = Caller("", Role.ADMIN, "local")
