"""An invented company writes what the tests beside the rules say, when people work."""

from datetime import date

import pytest

from mailtracker.policy.hours import next_open
from mailtracker.simulate.invented import Company, Invention
from tests.simulate.makers import SITE, rules

DAYS = Invention(date(2026, 11, 23), days=28, a_day=30)


@pytest.fixture(scope="module")
def company() -> Company:
    return Company(rules(), SITE)


def test_a_rule_without_a_test_gets_no_mail_and_is_named(company: Company) -> None:
    assert company.untried == ["door"]
    assert {one.message.subject for one in company.arrivals(DAYS)} == {"VPN drops", "Zzyzx"}


def test_about_as_many_mails_as_wanted_on_working_days_and_few_on_others(company: Company) -> None:
    weekend, work = 0, 0
    for one in company.arrivals(DAYS):
        if one.at.weekday() < 5:
            work += 1
        else:
            weekend += 1
    assert 20 * 27 < work < 20 * 33
    assert 0 < weekend < 8 * 6


def test_most_come_in_working_time_and_all_in_the_order_of_time(company: Company) -> None:
    office = rules().hours["office"]
    at = [one.at for one in company.arrivals(DAYS)]
    assert at == sorted(at)
    inside = sum(next_open(office, one) == one for one in at)
    assert 0.8 < inside / len(at) < 1


def test_no_two_are_the_same_mail(company: Company) -> None:
    ids = [one.message.message_id for one in company.arrivals(DAYS)]
    assert len(set(ids)) == len(ids)


def test_the_same_seed_is_the_same_company(company: Company) -> None:
    def made(seed: int) -> list[object]:
        wanted = Invention(DAYS.start, DAYS.days, DAYS.a_day, seed)
        return [(one.at, one.message.subject) for one in company.arrivals(wanted)]

    assert made(1) == made(1) != made(2)
