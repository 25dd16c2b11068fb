"""Which requests a plan is about, and when two plans are one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mailtracker.desk.confidential import Secrecy
from mailtracker.desk.request import Request
from mailtracker.desk.rerouting import Course
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import Policy, Route
from mailtracker.policy.route import route
from mailtracker.rerouting import PlannedMove, ReroutePlan, WhichRequests, is_secret
from tests.desk.makers import NOW, policy, request

__all__ = ["policy"]


def found(policy: Policy) -> Route:
    return route(policy, MailView("eva@corp.example", (), "VPN drops", ""))


def test_which_requests(policy: Policy) -> None:
    about = request(rule="old")
    assert WhichRequests().fits(about)
    assert WhichRequests(mailbox="it HELP").fits(about)
    assert not WhichRequests(mailbox="payroll").fits(about)
    assert WhichRequests(since=NOW - timedelta(days=1)).fits(about)
    assert not WhichRequests(since=NOW + timedelta(days=1)).fits(about)
    course = Course(found(policy), Secrecy())
    for rule, fits in (("", True), ("old", True), ("vpn", True), ("other", False)):
        assert WhichRequests(rule=rule).fits_course(about, course) is fits


def test_of_a_secret_nobody_learns_by_rule_or_owner(policy: Policy) -> None:
    secrets: list[tuple[Request, Course]] = [
        (request(confidential=True), Course(found(policy), Secrecy())),
        (request(), Course(found(policy), Secrecy(True))),
    ]
    for about, course in secrets:
        assert is_secret(about, course)
        assert WhichRequests().fits_course(about, course)
        assert not WhichRequests(rule="vpn").fits_course(about, course)
        assert not WhichRequests(owner="bo").fits_course(about, course)


def test_a_plan_is_another_where_it_says_something_else(policy: Policy) -> None:
    bo, sam, ana = (policy.people[key] for key in ("bo", "sam", "ana"))
    course = Course(found(policy), Secrecy())
    move = PlannedMove(request(owner="carla"), course, bo)
    made = ReroutePlan("rules", [move], [])
    elsewhere = replace(course, found=replace(course.found, to="desk"))
    same = (
        ReroutePlan("rules", [replace(move, new=sam)], []),  # who of a team depends on the hour
        ReroutePlan("rules", [move], [(request(id=2), "gone")]),
    )
    other = (
        ReroutePlan("other rules", [move], []),
        ReroutePlan("rules", [move, move], []),
        ReroutePlan("rules", [replace(move, request=request(owner="ana"))], []),
        ReroutePlan("rules", [replace(move, request=request(owner="ana"), new=ana)], []),
        ReroutePlan("rules", [replace(move, course=replace(course, secrecy=Secrecy(True)))], []),
        ReroutePlan("rules", [replace(move, course=elsewhere)], []),
    )
    assert {one.id for one in same} == {made.id}
    ids = [one.id for one in other]
    assert made.id not in ids
    assert len(set(ids)) == len(ids)
