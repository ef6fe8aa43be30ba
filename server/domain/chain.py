"""The journal's hash chain, and the short codes that anchor it on paper."""

import hashlib

GENESIS = "0" * 64
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that reads as something else


def link(previous: str, stored: str) -> str:
    """The hash of a row: over the hash of the row before it and this row's stored bytes. 64 hex digits."""
    return hashlib.sha256(f"{previous}\n{stored}".encode()).hexdigest()


def short(head: str) -> str:
    """Eight hex digits of a head, as people read and type them: 4F7A-19C2."""
    return f"{head[:4]}-{head[4:8]}".upper()


def spoken_code(head: str) -> str:
    """Five letters and digits that name a ticket to its holder; not a secret."""
    value = int(head[8:24], 16)
    letters = []
    for _ in range(5):
        value, rest = divmod(value, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return "".join(letters)
