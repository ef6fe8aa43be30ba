"""Text answers go out compressed, for a quick start over the hall's Wi-Fi: `app.after_request(compress)`."""

import gzip
from functools import lru_cache

from flask import Response, request

SMALLEST = 1000  # bytes; below this the head of the answer outweighs what is saved
LARGEST = 1_000_000  # what is larger would hold the hub too long
LEVEL = 5
KINDS = ("text/css", "text/html", "text/javascript", "application/javascript", "application/json", "image/svg+xml")


def compress(answer: Response) -> Response:
    """The same answer with gzip where the asker takes it. Answers with an ETag are compressed once and remembered."""
    if answer.mimetype not in KINDS:
        return answer
    answer.vary.add("Accept-Encoding")
    if not _worth_it(answer) or not request.accept_encodings["gzip"]:
        return answer
    answer.direct_passthrough = False
    tag, _ = answer.get_etag()
    plain = answer.get_data()
    answer.set_data(_remembered(plain) if tag else _gzip(plain))
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers.pop("Accept-Ranges", None)
    if tag:
        answer.set_etag(tag, weak=True)  # the same words in other bytes
    return answer


def _worth_it(answer: Response) -> bool:
    untouched = not {"Content-Range", "Content-Encoding"} & set(answer.headers.keys())
    return untouched and request.method == "GET" and SMALLEST <= (answer.content_length or 0) <= LARGEST


def _gzip(plain: bytes) -> bytes:
    return gzip.compress(plain, LEVEL, mtime=0)


_remembered = lru_cache(maxsize=128)(_gzip)
