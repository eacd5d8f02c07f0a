"""Passwords are kept as argon2id hashes, tokens and session names (random, 256 bits) as SHA-256 digests."""

from __future__ import annotations

import hashlib
import secrets
import threading
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from aftertalks.model import UsageError

LEAST, MOST = 10, 1000  # letters of a password
AT_ONCE = 2  # each takes 64 MiB for some 50 ms: more at a time would let a stranger fill the memory
_TURN = threading.BoundedSemaphore(AT_ONCE)


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # argon2id with the second recommended option of RFC 9106: 64 MiB, 3 passes, 4 lanes


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex(16))


def hashed(password: str) -> str:
    """Return a password's hash.

    Raises:
        UsageError: it is too short, or too long to be one.
    """
    if not LEAST <= len(password) <= MOST:
        raise UsageError(f"a password needs {LEAST} to {MOST} letters")
    with _TURN:
        return _hasher().hash(password.encode("utf-8", "surrogatepass"))


def fits(kept: str | None, password: str) -> bool:
    """Say whether a password is the one kept as a hash; takes as long where there is none to compare with."""
    if len(password) > MOST:
        return False
    with _TURN:
        try:
            _hasher().verify(kept or _nobody(), password.encode("utf-8", "surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Say whether a hash was made with weaker settings than today's."""
    return _hasher().check_needs_rehash(kept)


def new_secret() -> str:
    """Return a random word that nobody guesses."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is kept of a random word; looking the digest up tells nothing of the word by its timing."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
