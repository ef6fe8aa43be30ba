"""Numbers as words, checked against each language's own rules for every number a hall can give."""

import pytest

from server.voice.numbers import english, english_ordinal, indonesian, indonesian_ordinal

ID_DIGITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
EN_DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
EN_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"), (9, "sembilan"), (10, "sepuluh"), (11, "sebelas"), (12, "dua belas"), (19, "sembilan belas"),
        (20, "dua puluh"), (21, "dua puluh satu"), (99, "sembilan puluh sembilan"), (100, "seratus"),
        (101, "seratus satu"), (111, "seratus sebelas"), (200, "dua ratus"), (342, "tiga ratus empat puluh dua"),
        (1000, "seribu"), (1001, "seribu satu"), (1100, "seribu seratus"),
        (1999, "seribu sembilan ratus sembilan puluh sembilan"), (2000, "dua ribu"),
    ],
)  # fmt: skip
def test_indonesian_numbers_are_said_as_indonesians_say_them(number, words):
    assert indonesian(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"), (13, "thirteen"), (20, "twenty"), (42, "forty-two"), (100, "one hundred"),
        (118, "one hundred eighteen"), (1000, "one thousand"), (1999, "one thousand nine hundred ninety-nine"),
    ],
)  # fmt: skip
def test_english_numbers_are_said_as_english_says_them(number, words):
    assert english(number) == words


def value_of_indonesian(words: str) -> int:
    """The other way round, by rules of its own."""
    total = part = 0
    for word in words.split():
        if word.startswith("se") and word[2:] in ("puluh", "belas", "ratus", "ribu"):
            part_before, word = 1, word[2:]
        else:
            part_before, word = (ID_DIGITS.index(word), "") if word in ID_DIGITS else (part % 10, word)
            part -= part % 10 if word else 0
        size = {"": 1, "puluh": 10, "belas": 1, "ratus": 100, "ribu": 1000}[word]
        if word == "ribu":
            total, part = (part + part_before) * size, 0
        else:
            part += part_before * size + (10 if word == "belas" else 0)
    return total + part


def value_of_english(words: str) -> int:
    total = part = 0
    for word in words.replace("-", " ").split():
        if word == "thousand":
            total, part = part * 1000, 0
        elif word == "hundred":
            part *= 100
        else:
            part += next(
                (base + names.index(word) * step)
                for names, base, step in ((EN_DIGITS, 0, 1), (EN_TEENS, 10, 1), (EN_TENS, 20, 10))
                if word in names
            )
    return total + part


def test_every_number_to_1999_can_be_understood_again_in_both_languages():
    for number in range(2000):
        assert value_of_indonesian(indonesian(number)) == number
        assert value_of_english(english(number)) == number


def test_every_number_to_1999_sounds_different():
    assert len({indonesian(number) for number in range(2000)}) == 2000
    assert len({english(number) for number in range(2000)}) == 2000


def test_ordinals_name_the_call():
    assert [indonesian_ordinal(n) for n in (1, 2, 3, 10, 11)] == [
        "pertama",
        "kedua",
        "ketiga",
        "kesepuluh",
        "kesebelas",
    ]
    wanted = ["first", "second", "third", "fourth", "fifth", "eighth", "ninth", "twelfth", "twentieth", "twenty-first"]
    assert [english_ordinal(n) for n in (1, 2, 3, 4, 5, 8, 9, 12, 20, 21)] == wanted
