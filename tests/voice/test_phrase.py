"""What is said for a call: the sentences, their languages, and that no two labels sound alike."""

import re

from hypothesis import given
from hypothesis import strategies as st

from server.voice.phrase import Announcement, agency_as_spoken, phrases

DISDUKCAPIL = {"id": "Disdukcapil", "en": "Civil Registry"}


def a_call(**what: object) -> Announcement:
    usual = {"queue": "A", "number": 42, "counter": 3, "agency": DISDUKCAPIL}
    return Announcement(**{**usual, **what})  # type: ignore[arg-type]


def said(**what: object) -> list[tuple[str, str]]:
    return [(phrase.language, phrase.text) for phrase in phrases(a_call(**what))]


def test_an_indonesian_call_is_said_letter_by_letter_and_digit_by_digit():
    assert said() == [("id", "Nomor antrean, a, nol empat dua, silakan menuju loket tiga, Disdukcapil.")]


def test_an_english_ticket_is_called_in_english_first_and_then_in_the_sites_language():
    assert said(languages=("en", "id"), queue="B", counter=23) == [
        ("en", "Queue number B, zero four two, please proceed to counter twenty-three, Civil Registry."),
        ("id", "Nomor antrean, be, nol empat dua, silakan menuju loket dua puluh tiga, Disdukcapil."),
    ]


def test_a_short_announcement_keeps_only_the_first_language():
    assert [language for language, _ in said(languages=("en", "id"), short=True)] == ["en"]


def test_a_language_is_said_once_and_an_unknown_one_not_at_all():
    assert [language for language, _ in said(languages=("id", "jv", "id"))] == ["id"]
    assert [language for language, _ in said(languages=("jv",))] == ["id"]


def test_a_recall_says_which_call_it_is():
    assert said(calls=2)[0][1].startswith("Panggilan kedua. Nomor antrean, a,")
    assert said(calls=3)[0][1].startswith("Panggilan ketiga. ")
    assert said(calls=2, languages=("en",))[0][1].startswith("Second call. Queue number A,")


def test_the_number_is_read_as_words_where_the_site_chose_so():
    assert "a, empat puluh dua," in said(reading="words")[0][1]
    assert "A, forty-two," in said(reading="words", languages=("en",))[0][1]


def test_codes_with_digits_and_several_letters_are_named_sign_by_sign():
    assert ", empat ka, nol satu nol," in said(queue="4K", number=10)[0][1]
    assert ", de es, nol satu sembilan," in said(queue="DS", number=19)[0][1]


def test_an_agency_without_a_spoken_name_is_left_out_and_leaves_no_gap():
    assert said(agency={})[0][1] == "Nomor antrean, a, nol empat dua, silakan menuju loket tiga."


def test_an_agency_name_can_give_the_voice_no_orders():
    odd = {"id": "[[x]] <break/> Samsat_2 & {queue} …"}
    assert agency_as_spoken(odd, "id") == "x break Samsat dua queue"


def test_an_agency_untranslated_is_said_by_its_indonesian_name():
    assert agency_as_spoken({"id": "Bank Kalbar"}, "en") == "Bank Kalbar"


def test_nothing_personal_in_a_job_is_ever_read():
    content = {
        "queue": "A", "number": 42, "digits": 3, "counter": 3, "agency_spoken": DISDUKCAPIL, "languages": ["id"],
        "calls": 1, "reading": "each", "short": False, "name": "Siti Aminah", "nik": "6103000000000001",
    }  # fmt: skip
    (only,) = phrases(Announcement.read(content))
    assert "Siti" not in only.text
    assert only.text == said()[0][1]


queues = st.from_regex(r"[A-Z4][A-Z0-9]?", fullmatch=True)
calls = st.tuples(queues, st.integers(0, 1999), st.integers(1, 120))


@given(calls, calls, st.sampled_from(["id", "en"]), st.sampled_from(["each", "words"]))
def test_different_labels_or_counters_are_never_said_alike(one, other, language, reading):
    def text(queue: str, number: int, counter: int) -> str:
        call = a_call(queue=queue, number=number, counter=counter, languages=(language,), reading=reading)
        return phrases(call)[0].text

    assert (text(*one) == text(*other)) == (one == other)


@given(calls, st.integers(1, 30), st.sampled_from(["each", "words"]))
def test_no_digit_is_left_for_the_engine_to_guess(call, calls_made, reading):
    queue, number, counter = call
    spoken = phrases(
        a_call(
            queue=queue,
            number=number,
            counter=counter,
            calls=calls_made,
            reading=reading,
            languages=("id", "en"),
            agency={"id": "Samsat 2", "en": "Samsat 2"},
        )
    )
    assert not any(re.search(r"[\d{}]", phrase.text) for phrase in spoken)
