"""An answer that many ask for at once is worked out once, and never outlives what it was about."""

from server.api.unchanged import Lately


def test_while_nothing_happened_it_is_worked_out_once() -> None:
    lately, made = Lately(), []
    for _ in range(3):
        assert lately.of("hall", (7, "09:42:01"), lambda: made.append(1) or len(made)) == 1
    assert made == [1]


def test_whatever_happened_and_each_new_second_bring_a_new_one() -> None:
    lately = Lately()
    stamps = [(7, "09:42:01"), (8, "09:42:01"), (8, "09:42:02"), (7, "09:42:01")]
    assert [lately.of("hall", stamp, lambda stamp=stamp: stamp) for stamp in stamps] == stamps


def test_answers_of_two_names_do_not_meet() -> None:
    lately = Lately()
    assert (lately.of("hall", 1, lambda: "hall"), lately.of("mall", 1, lambda: "mall")) == ("hall", "mall")
