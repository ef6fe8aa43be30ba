"""Whether what people may type at a kiosk leads somewhere: phrases of services, synonyms, ignored words."""

import re
from collections.abc import Iterable, Iterator

from server.domain.mall import Mall, Service

_WORD = re.compile(r"[^\W_]+")


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text as the kiosk compares them: small letters and digits; everything else parts words."""
    return tuple(_WORD.findall(text.lower()))


def search_problems(mall: Mall, services: Iterable[tuple[str, Service]]) -> Iterator[str]:
    yield from _phrases(services)
    yield from _synonyms(mall)
    for i, word in enumerate(mall.search.ignore):
        if len(plain_words(word)) != 1:
            yield f"search.ignore[{i}]: “{word}” must be one word"
        elif plain_words(word)[0] in mall.search.synonyms:
            yield f"search.ignore[{i}]: “{word}” has synonyms, so it means something"


def _phrases(services: Iterable[tuple[str, Service]]) -> Iterator[str]:
    """A phrase at two services would find either by chance."""
    owners: dict[tuple[str, ...], str] = {}
    for path, service in services:
        for i, phrase in enumerate(service.search):
            words = plain_words(phrase)
            if not words:
                yield f"{path}.search[{i}]: “{phrase}” holds no letter and no digit"
            elif owners.setdefault(words, service.code) != service.code:
                yield f"{path}.search[{i}]: “{phrase}” leads to {owners[words]} already"


def _synonyms(mall: Mall) -> Iterator[str]:
    owners: dict[tuple[str, ...], str] = {}
    for word, others in mall.search.synonyms.items():
        if plain_words(word) != (word,):
            yield f"search.synonyms.{word}: must be one word in small letters and digits"
        for i, other in enumerate(others):
            path = f"search.synonyms.{word}[{i}]"
            if not plain_words(other):
                yield f"{path}: “{other}” holds no letter and no digit"
            elif other in mall.search.synonyms:
                yield f"{path}: “{other}” has synonyms of its own; a word is said in one place"
            elif owners.setdefault(plain_words(other), word) != word:
                yield f"{path}: “{other}” stands for “{owners[plain_words(other)]}” already"
