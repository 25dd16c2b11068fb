"""The sign-in: one access token for all who ask, renewed before it ends; while one lives it is
given, whatever became of its renewal.
"""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from mailtracker.errors import LoginRefused, Unreachable
from mailtracker.oauth import AccessToken, NoAccess, SignIn
from mailtracker.oauth.sign_in import REFUSED_PAUSE, SignInState, since_boot
from mailtracker.oauth.token import UNSAID, life_of


class Steady:
    """A clock that runs when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Script:
    """A source that answers what it was given, in turn; the last for ever. An answer may be made
    to wait.
    """

    patience = 5.0

    def __init__(self, *answers: AccessToken | NoAccess) -> None:
        self._answers = deque(answers)
        self.requests = 0
        self.open = threading.Event()
        self.open.set()

    def fetch(self) -> AccessToken:
        self.requests += 1
        self.open.wait(10)
        answer = self._answers.popleft() if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, NoAccess):
            raise answer
        return answer


class Numbered:
    """Each access token is another one."""

    patience = 5.0

    def __init__(self, life: float = 3600.0) -> None:
        self._life, self.requests = life, 0

    def fetch(self) -> AccessToken:
        self.requests += 1
        return AccessToken(f"AT-{self.requests}", self._life)


LATER = NoAccess("the issuer is away", final=False)
FINAL = NoAccess("the secret ended", final=True)


@contextmanager
def by_hand(sign_in: SignIn) -> Iterator[Callable[[], float]]:
    """No thread looks after it: whoever needs that calls what is given."""
    sign_in._thread = threading.current_thread()
    yield sign_in.work


def asked(sign_in: SignIn) -> str:
    """As `access_token`, where one request answers it."""
    with ThreadPoolExecutor(1) as pool:
        token = pool.submit(sign_in.access_token)
        while not token.done():
            sign_in.work()
        return token.result()


def test_many_who_ask_make_one_request() -> None:
    source = Script(AccessToken("AT", 3600.0))
    source.open.clear()
    sign_in = SignIn("corp", source)
    with ThreadPoolExecutor(20) as pool:
        tokens = [pool.submit(sign_in.access_token) for _ in range(20)]
        source.open.set()
        assert {token.result(10) for token in tokens} == {"AT"}
    assert source.requests == 1


def test_one_at_hand_is_given_without_a_request() -> None:
    source = Numbered()
    sign_in = SignIn("corp", source, Steady())
    assert [sign_in.access_token() for _ in range(5)] == ["AT-1"] * 5
    assert source.requests == 1


@pytest.mark.parametrize(
    ("after", "given", "requests"),
    [(0.0, "AT-1", 1), (2879.0, "AT-1", 1), (2880.0, "AT-2", 2), (3600.0, "AT-2", 2)],
)
def test_it_is_renewed_at_four_fifths_of_its_life(after: float, given: str, requests: int) -> None:
    steady, source = Steady(), Numbered(3600.0)
    sign_in = SignIn("corp", source, steady)
    with by_hand(sign_in) as work:
        assert asked(sign_in) == "AT-1"
        steady.now += after
        work()
        assert (sign_in.access_token(), source.requests) == (given, requests)


def test_a_renewal_that_fails_leaves_the_old_one_and_says_so() -> None:
    steady, source = Steady(), Script(AccessToken("AT-1", 3600.0), FINAL)
    told: list[SignInState] = []
    sign_in = SignIn("corp", source, steady)
    with by_hand(sign_in) as work:
        sign_in.listen(told.append)
        assert asked(sign_in) == "AT-1"
        steady.now += 3000
        work()
        assert sign_in.access_token() == "AT-1"
        assert [state.ok for state in told] == [True, False]
        assert told[-1].text == "the secret ended"
        assert told[-1].lives == pytest.approx(570)
        steady.now += 571
        with pytest.raises(LoginRefused, match=r"^sign-in corp: the secret ended$"):
            asked(sign_in)


@pytest.mark.parametrize(("error", "kind"), [(LATER, Unreachable), (FINAL, LoginRefused)])
def test_who_asks_hears_whether_a_person_is_needed(error: NoAccess, kind: type) -> None:
    with pytest.raises(kind, match=f"^sign-in corp: {error}$"):
        SignIn("corp", Script(error)).access_token()


def test_a_failure_is_remembered_for_seconds_only() -> None:
    steady, source = Steady(), Script(LATER, AccessToken("AT", 3600.0))
    sign_in = SignIn("corp", source, steady)
    with by_hand(sign_in):
        with pytest.raises(Unreachable):
            asked(sign_in)
        with pytest.raises(Unreachable):
            sign_in.access_token()
        assert source.requests == 1
        steady.now += 2
        assert asked(sign_in) == "AT"


def test_failures_in_a_row_are_remembered_longer_but_never_longer_than_a_minute() -> None:
    steady, source = Steady(), Script(LATER)
    sign_in, pauses = SignIn("corp", source, steady), []
    with by_hand(sign_in) as work:
        sign_in.listen(lambda _: None)
        for _ in range(7):
            steady.now += work()
            pauses.append(wait_of(sign_in))
            steady.now += pauses[-1]
    assert pauses == [2, 5, 15, 30, 60, 60, 60]


def wait_of(sign_in: SignIn) -> float:
    assert sign_in._failed is not None
    return sign_in._failed.until - sign_in._steady()


@pytest.mark.parametrize(("wait", "waited"), [(90.0, 90.0), (0.0, 2.0), (1.0, 2.0), (1e9, 3600.0)])
def test_an_issuer_may_have_us_wait(wait: float, waited: float) -> None:
    steady = Steady()
    sign_in = SignIn("corp", Script(NoAccess("too many", final=False, wait=wait)), steady)
    with by_hand(sign_in):
        with pytest.raises(Unreachable):
            asked(sign_in)
        assert wait_of(sign_in) == waited


def test_a_hurry_asks_again_at_once_unless_the_issuer_wants_us_to_wait() -> None:
    steady = Steady()
    for error, given in ((FINAL, True), (NoAccess("wait", final=False, wait=60), False)):
        sign_in = SignIn("corp", Script(error, AccessToken("AT", 60.0)), steady)
        with by_hand(sign_in):
            with pytest.raises((LoginRefused, Unreachable)):
                asked(sign_in)
            sign_in.hurry()
            if given:
                assert asked(sign_in) == "AT"
            else:
                with pytest.raises(Unreachable, match="wait"):
                    asked(sign_in)


def test_one_that_a_server_refused_is_replaced_at_once_but_not_again_and_again() -> None:
    steady, source = Steady(), Numbered()
    sign_in = SignIn("corp", source, steady)
    with by_hand(sign_in):
        assert asked(sign_in) == "AT-1"
        sign_in.was_refused("AT-1")
        sign_in.was_refused("AT-1")
        assert asked(sign_in) == "AT-2"
        for _ in range(10):  # a server that takes none
            sign_in.was_refused(asked(sign_in))
        assert (asked(sign_in), source.requests) == ("AT-2", 2)
        steady.now += REFUSED_PAUSE
        sign_in.was_refused("AT-2")
        assert asked(sign_in) == "AT-3"


def test_who_was_refused_an_older_one_sets_off_nothing() -> None:
    steady, source = Steady(), Numbered()
    sign_in = SignIn("corp", source, steady)
    with by_hand(sign_in):
        asked(sign_in)
        sign_in.was_refused("AT-1")
        asked(sign_in)
        steady.now += REFUSED_PAUSE
        sign_in.was_refused("AT-1")
        assert (asked(sign_in), source.requests) == ("AT-2", 2)


def test_one_that_was_refused_is_tried_again_where_there_is_no_other() -> None:
    steady, source = Steady(), Script(AccessToken("AT-1", 3600.0), LATER)
    sign_in = SignIn("corp", source, steady)
    with by_hand(sign_in):
        assert asked(sign_in) == "AT-1"
        sign_in.was_refused("AT-1")
        assert asked(sign_in) == "AT-1"
        assert source.requests == 2


def test_nobody_waits_for_longer_than_the_source_may_take() -> None:
    source = Script(AccessToken("AT", 60.0))
    source.patience = 0.2
    source.open.clear()
    sign_in = SignIn("corp", source)
    with pytest.raises(Unreachable, match="no access token within 0 s; it is asked for again"):
        sign_in.access_token()
    source.open.set()
    assert sign_in.access_token() == "AT"
    assert source.requests == 1


def test_a_fault_in_a_source_ends_nothing(caplog) -> None:
    class Faulty(Numbered):
        def fetch(self) -> AccessToken:
            self.requests += 1
            raise KeyError(self.requests)

    with pytest.raises(Unreachable, match="a fault of mailtracker's own"):
        SignIn("corp", Faulty()).access_token()


def test_a_sign_in_that_nobody_has_any_more_ends() -> None:
    sign_in = SignIn("corp", Numbered())
    sign_in.access_token()
    thread, gone = sign_in._thread, weakref.ref(sign_in)
    del sign_in
    gc.collect()
    assert thread is not None
    thread.join(10)
    assert (gone(), thread.is_alive()) == (None, False)


def test_its_clock_is_not_the_one_that_people_set() -> None:
    before = since_boot()
    assert 0 <= since_boot() - before < 60
    assert abs(since_boot() - time.time()) > 1e6


@pytest.mark.parametrize(
    ("said", "life"),
    [
        (3599, 3599.0),
        ("3599", 3599.0),
        (3599.5, 3599.5),
        (None, UNSAID),
        ("soon", UNSAID),
        (0, UNSAID),
        (-5, UNSAID),
        (float("nan"), UNSAID),
        ([3600], UNSAID),
        (10**12, 86_400.0),
        (10**400, UNSAID),
        ("1e400", 86_400.0),
        (float("inf"), 86_400.0),
    ],
)
def test_a_life_that_is_not_said_or_makes_no_sense_is_a_short_one(
    said: object, life: float
) -> None:
    assert life_of(said) == life


def test_no_repr_shows_it() -> None:
    assert "s3cret" not in repr(AccessToken("s3cret", 60.0))
