"""Passwords of users: kept as salted hashes of their MD5 sums, since `md5_password` sends those."""

import hashlib
import hmac

from reconciler.sandbox import settings

SALT_LENGTH = 32
# As from any list of the most used passwords; the real check asks a database of breaches.
COMPROMISED = ("123456", "12345678", "123456789", "password", "qwerty", "111111", "abc123")
COMPROMISED_HASHES = frozenset(
    hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest() for word in COMPROMISED
)


def stored(salt: str, password: str) -> str:
    """What to keep of a password."""
    return f"{salt[:SALT_LENGTH]}:{_hash(salt[:SALT_LENGTH], md5(password))}"


def fits(kept: str | None, password: str) -> bool:
    """True if this is the password; nobody gets in without one."""
    return fits_md5(kept, md5(password))


def fits_md5(kept: str | None, digest: str) -> bool:
    """The same for the MD5 sum of a password."""
    salt, _, expected = (kept or ":").partition(":")
    return bool(kept) and hmac.compare_digest(_hash(salt, digest.lower()), expected)


def md5(password: str) -> str:
    """The MD5 sum, as clients of the old grant send it."""
    return hashlib.md5(password.encode(), usedforsecurity=False).hexdigest()


def _hash(salt: str, digest: str) -> str:
    return settings.derived(salt, digest).hex()
