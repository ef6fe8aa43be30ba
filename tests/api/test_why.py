"""Why one was called before another: the door's answer for any two tickets of a day."""

from tests.halls import Site


def test_the_answer_names_the_reason_for_which_somebody_was_chosen(site: Site) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    first = kiosk.done("/tickets", service="A2")["ticket"]["label"]
    second = kiosk.done("/tickets", service="A2")["ticket"]["label"]
    desk = clerk.done("/counters/1/call", expects=None, ticket=second, reason="urgent")
    assert desk["ticket"]["label"] == second
    told = clerk.get(f"/why?first={second}&then={first}").get_json()
    assert (told["code"], told["details"]["reason"]) == ("chosen", "urgent")
    assert "Petugas di loket 1" in told["message"]["id"]
    assert second in told["message"]["en"]


def test_who_came_first_is_called_first_and_that_is_the_answer(site: Site) -> None:
    kiosk, clerk = site.kiosk(), site.clerk(1)
    labels = [kiosk.done("/tickets", service="A2")["ticket"]["label"] for _ in range(2)]
    clerk.done("/counters/1/next", expects=None)
    assert clerk.get(f"/why?first={labels[0]}&then={labels[1]}").get_json()["code"] == "joined_earlier"
    assert clerk.get(f"/why?first={labels[1]}&then={labels[0]}").get_json()["code"] == "x_not_called"


def test_a_clerk_of_another_agency_is_not_told(site: Site) -> None:
    labels = [site.kiosk().done("/tickets", service="A2")["ticket"]["label"] for _ in range(2)]
    answer = site.clerk(3).get(f"/why?first={labels[0]}&then={labels[1]}")
    assert (answer.status_code, answer.get_json()["error"]) == (403, "not_allowed")
    assert site.clerk(1).get(f"/why?first={labels[0]}&then=Z-999").status_code == 404
