"""Whole numbers as words and as ordinals, in the languages whose rules are written here."""

from collections.abc import Callable

Spell = Callable[[int], str]

ID_ONES = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
)  # fmt: skip
EN_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
EN_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
LARGEST = 999_999


def indonesian(number: int) -> str:
    """42 → "empat puluh dua"; one hundred is "seratus", one thousand "seribu"."""
    if number < 12:
        return ID_ONES[number]
    if number < 20:
        return f"{ID_ONES[number - 10]} belas"
    for size, unit, single in ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", "sepuluh")):
        if number >= size:
            count, rest = divmod(number, size)
            head = single if count == 1 else f"{indonesian(count)} {unit}"
            return f"{head} {indonesian(rest)}" if rest else head
    raise ValueError(number)


def english(number: int) -> str:
    """42 → "forty-two"; without "and" after the hundred, where the voice would make a pause."""
    if number < 20:
        return EN_ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return f"{EN_TENS[tens]}-{EN_ONES[ones]}" if ones else EN_TENS[tens]
    size, unit = (1000, "thousand") if number >= 1000 else (100, "hundred")
    count, rest = divmod(number, size)
    head = f"{english(count)} {unit}"
    return f"{head} {english(rest)}" if rest else head


def indonesian_ordinal(number: int) -> str:
    return "pertama" if number == 1 else f"ke{indonesian(number)}"


def english_ordinal(number: int) -> str:
    words = english(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    head, last = words[:cut], words[cut:]
    if last.endswith("y"):
        return f"{head}{last[:-1]}ieth"
    return head + EN_ORDINALS.get(last, last + "th")


CARDINALS: dict[str, Spell] = {"id": indonesian, "en": english}
ORDINALS: dict[str, Spell] = {"id": indonesian_ordinal, "en": english_ordinal}
