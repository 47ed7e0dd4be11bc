"""How a gateway's patience is found out."""

from math import inf
from threading import Barrier, Thread

import pytest

from reconciler.acronis.limiter import Limiter, Limiters


@pytest.fixture
def limiter(still):
    return Limiter(still.clock)


def take(limiter, *, throttled=False, retry_after=0.0):
    with limiter.turn() as turn:
        turn.answered, turn.throttled, turn.retry_after = True, throttled, retry_after


def test_nothing_is_held_back_at_first(limiter, still):
    for _ in range(100):
        take(limiter)

    assert still.slept == []
    assert (limiter.width, limiter.rate) == (inf, inf)
    assert limiter.achieved_rate == 100


def test_a_throttled_answer_halves_the_rate_that_was_achieved(limiter, still):
    for _ in range(40):
        take(limiter)
        still.time += 0.1

    take(limiter, throttled=True)

    assert limiter.rate == pytest.approx(41 / 4 / 2)
    assert limiter.width == 1


def test_good_answers_raise_the_rate_by_four_a_second(limiter, still):
    for _ in range(20):
        take(limiter)
    take(limiter, throttled=True)
    before, begun = limiter.rate, still.time

    while still.time < begun + 10:
        take(limiter)

    assert limiter.rate - before == pytest.approx(40, rel=0.1)
    assert limiter.width > 4


def test_requests_keep_their_distance_once_a_rate_is_known(limiter, still):
    limiter.rate = 4

    take(limiter)
    with limiter.turn():
        pass

    assert still.slept == [0.25]


def test_all_wait_for_as_long_as_the_gateway_asks(limiter, still):
    take(limiter, throttled=True, retry_after=30)

    take(limiter)

    assert sum(still.slept) == pytest.approx(30)


def test_the_rate_never_falls_to_nothing(limiter):
    for _ in range(50):
        take(limiter, throttled=True)

    assert limiter.rate == 0.5
    assert limiter.width == 1


def test_requests_that_were_out_together_halve_it_once(limiter):
    with limiter.turn() as first, limiter.turn() as second, limiter.turn() as third:
        third.throttled = second.throttled = first.throttled = True

    assert limiter.width == 1.5
    assert limiter.rate == 1.5


def test_no_answer_is_no_reason_to_go_faster(limiter):
    limiter.width, limiter.rate = 2, 2

    with limiter.turn():
        pass

    assert (limiter.width, limiter.rate) == (2, 2)


def test_no_more_are_in_flight_than_may_be(limiter):
    limiter.width = 1
    together, most = [], []
    start = Barrier(4)

    def work():
        start.wait()
        with limiter.turn():
            together.append(1)
            most.append(len(together))
            together.pop()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1, 1, 1, 1]


def test_there_is_one_limiter_for_a_host(still):
    limiters = Limiters(still.clock)

    assert limiters.of("https://a") is limiters.of("https://a")
    assert limiters.of("https://a") is not limiters.of("https://b")
