"""Machines that answer machines: every such exchange ends by itself, after few mails, and
nobody's promise is settled by one.
"""

import pytest

from mailtracker.desk.on_command import Close
from tests.stories.company import body


def converse(company, robots, most=60):
    """Each robot answers every new mail in its mailbox, a turn a minute, until nobody says
    anything more. Counts our mails.
    """
    seen = dict.fromkeys(robots, 0)
    before = company.post.accepted
    theirs = 0
    for _ in range(most):
        quiet = True
        for who, answer in robots.items():
            for mail in company.inbox(who)[seen[who] :]:
                seen[who] += 1
                said = answer(mail)
                theirs += said
                quiet = quiet and not said
        company.travel(minutes=1)
        if quiet:
            return company.post.accepted - before - theirs
    raise AssertionError(f"still talking after {most} rounds")


def marked(company, who):
    def answer(mail):
        def edit(reply):
            reply["Auto-Submitted"] = "auto-replied"

        if mail["Auto-Submitted"]:  # as RFC 3834 has it
            return False
        company.reply(who, mail, "I am away.", edit=edit)
        return True

    return answer


def naive(company, who, text="Your mail has been filed under number {}."):
    """Answers all that comes, unmarked, each time in other words, and keeps the thread."""
    count = [0]

    def answer(mail):
        count[0] += 1

        def edit(reply):
            reply.set_content(text.format(count[0]))

        company.reply(who, mail, "", edit=edit)
        return True

    return answer


def forgetful(company, who, subject="Ticket {} was opened for you"):
    """Another tracker: answers all that comes as something new, to the alias."""
    count = [0]

    def answer(mail):
        count[0] += 1
        company.write(who, subject.format(count[0]), f"We will look into number {count[0]}.")
        return True

    return answer


def test_two_trackers_that_mark_their_mail_stop_at_once(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    robots = {
        "eva@corp.example": marked(company, "eva@corp.example"),
        "bo@corp.example": marked(company, "bo@corp.example"),
    }
    # Once: the cover gets it, the requester, the one who is away and their lead hear of that.
    assert converse(company, robots) == 4
    assert (company.request().status, company.request().owner) == ("open", "sam")


@pytest.mark.parametrize("who", ["robot@corp.example", "robot@example.com"])
def test_a_naive_robot_gets_one_receipt_and_no_more(company, who):
    company.write(who, "VPN drops", "Every hour.")
    company.turn()
    assert converse(company, {who: naive(company, who)}) <= 3
    assert len(company.inbox(who)) == 1


@pytest.mark.parametrize(
    ("who", "most"),
    [
        pytest.param("tracker@corp.example", 30, marks=pytest.mark.proof(part="loops")),
        ("tracker@example.com", 3),
    ],
)
def test_a_tracker_that_forgets_the_thread_runs_out_of_receipts(company, who, most):
    company.write(who, "VPN drops", "Every hour.")
    company.turn()
    converse(company, {who: forgetful(company, who)})
    assert len(company.inbox(who)) <= most


def test_two_naive_robots_on_both_sides_end(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    robots = {
        "eva@corp.example": naive(company, "eva@corp.example"),
        "bo@corp.example": naive(company, "bo@corp.example"),
    }
    assert converse(company, robots) <= 15
    company.travel(hours=9)  # what was gathered goes out, and is answered once more
    assert converse(company, robots) <= 4  # and what went out in the name of one


def bouncer(company):
    """The owner's mail system returns all in a form that nobody knows, from an
    address of its own, in the thread.
    """
    count = [0]

    def answer(mail):
        count[0] += 1

        def edit(reply):
            reply.set_content(f"Policy 77/{count[0]}: we did not take this.")

        company.reply("gateway@corp.example", mail, "", edit=edit)
        return True

    return answer


def test_an_owners_mail_system_that_returns_everything_in_its_own_words_ends(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    assert converse(company, {"bo@corp.example": bouncer(company)}) <= 30


AWAY = (
    "Thank you for your e-mail. I am out of the office until Monday and will reply when I am back. "
    "In urgent cases please contact the desk."
)


@pytest.mark.parametrize("mark", ["auto-replied", "auto-generated", ""])
def test_an_absent_owners_robot_settles_no_promise_and_the_requester_does_not_get_it(company, mark):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    promised = company.request().promised_at

    def edit(reply):
        reply.set_content(AWAY)
        if mark:
            reply["Auto-Submitted"] = mark

    company.reply("bo@corp.example", company.last("bo@corp.example"), "", edit=edit)
    company.turn()
    assert not any("out of the office" in body(one) for one in company.inbox("eva@corp.example"))
    assert company.request().promised_at == promised
    assert company.request().owner == ("sam" if mark else "bo")  # unmarked: asked back
    company.travel(hours=3)
    company.reply("bo@corp.example", company.last("bo@corp.example"), "", edit=edit)
    company.travel(hours=1)
    assert company.request().owner != "bo"


def test_an_owner_who_says_it_as_a_person_is_heard(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    company.reply(
        "bo@corp.example",
        company.last("bo@corp.example"),
        "I am out of the office; on Monday I bring you a new one.",
    )
    company.turn()
    assert "on Monday I bring you" in body(company.last("eva@corp.example"))


def test_mail_from_a_mail_system_without_any_sign_of_a_bounce_opens_nothing(company):
    company.write(
        "Mail Delivery System <mailer-daemon@example.com>", "Hello", "Something happened."
    )
    company.turn()
    assert company.told[0].enacted.request is None
    company.write(
        "postmaster@example.com",
        "Our new address",
        "Please note that we have moved. Could you change it?",
    )
    company.turn()
    assert company.request().requester.email == "postmaster@example.com"


def test_mail_that_goes_in_a_circle_is_put_aside(company):
    def edit(mail):
        for number in range(30):
            mail.add_header("Received", f"from a{number}.example by b{number}.example")

    company.write("eva@corp.example", "VPN drops", "Every hour.", edit=edit)
    company.turn()
    assert company.inbox("eva@corp.example") == []
    assert "circle" in body(company.last("priya@corp.example"))


def test_a_thousand_forged_mails_do_not_make_us_write_to_the_victim_again_and_again(company):
    for number in range(12):
        company.write("victim@example.com", f"buy {number}", f"spam {number}")
    company.turn()
    for hours in (3, 1, 18):
        company.travel(hours=hours)
    assert len(company.inbox("victim@example.com")) <= 6
    company.travel(hours=24)
    for number in range(8):
        company.act(Close, reference=f"IT-{1001 + number}")
    company.turn()
    assert len(company.inbox("victim@example.com")) <= 12
    assert all(
        "IT-1008" not in str(mail["Subject"]) for mail in company.inbox("victim@example.com")
    )


def converse_slowly(company, robots, minutes, most=150):
    """As `converse`, with so many minutes between the rounds: nothing
    comes to ten in ten minutes.
    """
    seen = dict.fromkeys(robots, 0)
    for _ in range(most):
        quiet = True
        for who, answer in robots.items():
            for mail in company.inbox(who)[seen[who] :]:
                seen[who] += 1
                quiet = not answer(mail) and quiet
        company.travel(minutes=minutes)
        if quiet:
            return
    raise AssertionError(f"still talking after {most} rounds")


def test_two_naive_robots_that_take_their_time_end_too(company):
    company.write("eva@corp.example", "fire drill", "Every hour.")
    company.turn()
    who = ("eva@corp.example", "bo@corp.example")
    converse_slowly(company, {each: naive(company, each) for each in who}, minutes=3)
    assert len(company.inbox("bo@corp.example")) <= 15


@pytest.mark.proof(part="loops")
@pytest.mark.timeout(600)
def test_an_owners_mail_system_that_forgets_the_thread_ends_in_quarantine(company):
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    count = [0]

    def answer(mail):
        count[0] += 1
        company.write("gateway@corp.example", f"Not taken: VPN {count[0]}", f"Policy 77/{count[0]}")
        return True

    converse_slowly(company, {"bo@corp.example": answer}, minutes=1)
    assert count[0] <= 101
    assert "gateway@corp.example opened too many" in " ".join(
        body(company.last("priya@corp.example")).split()
    )


def test_vacation_robots_of_many_people_in_copy_hold_nothing(company):
    def copy(mail):
        mail["Cc"] = ", ".join(f"user{number}@corp.example" for number in range(10))

    def edit(mail):
        mail["Auto-Submitted"] = "auto-replied"

    company.write("eva@corp.example", "VPN drops", "Every hour.", edit=copy)
    company.turn()
    company.reply("bo@corp.example", company.last("bo@corp.example"), "Restart it.")
    company.turn()
    for number in range(10):
        who = f"user{number}@corp.example"
        company.reply(who, company.last(who), "I am away.", edit=edit)
    company.reply("eva@corp.example", company.last("eva@corp.example"), "That did not help.")
    company.turn()
    assert "That did not help." in body(company.last("bo@corp.example"))
