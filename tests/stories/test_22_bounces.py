"""Mail of ours that does not arrive. A bounce counts by the address that it was delivered to; what
anybody may have written changes nothing; and who loses a request hears so in another way.
"""

import re

import pytest

from tests.servers.smtpd import plain, report
from tests.stories.company import ALIAS, RULES, Company, body

EVA, BO, SAM, ANA = (f"{who}@corp.example" for who in ("eva", "bo", "sam", "ana"))
SECRET = "The code is 4711."


def opened(company, **more):
    mail = company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.", **more)
    company.turn()
    return mail


def answered(company, text=SECRET):
    company.reply(BO, company.last(BO), text)
    company.turn()


def undelivered(company, who):
    return [mail for mail in company.inbox(who) if "could not be delivered" in body(mail)]


def doubtful(company, who):
    return [mail for mail in company.inbox(who) if "A report says" in body(mail)]


def state(company):
    request = company.request()
    return (request.owner, request.status, request.copied, request.promised_at)


# Envelope senders.


@pytest.mark.every_envelope
def test_each_mail_has_an_envelope_sender_of_its_own_and_receipts_have_none(company, envelopes):
    opened(company, edit=lambda mail: mail.add_header("Cc", "lee@corp.example"))
    answered(company)
    ours = [(sender, raw) for sender, to, raw in company.post.log if plain(to) != company.alias]
    senders = [sender for sender, raw in ours if b"Auto-Submitted: auto-replied" not in raw]
    receipts = [sender for sender, raw in ours if b"Auto-Submitted: auto-replied" in raw]
    ours_alone = [sender for sender in senders if sender.startswith("it-help")]
    assert len(ours_alone) >= 3
    if envelopes.verp:
        assert len(set(ours_alone)) == len(ours_alone)
        assert all(sender.startswith("it-help+b1") for sender in ours_alone)
    else:
        assert set(ours_alone) == {company.alias}
    if envelopes.receipts == "null":
        assert receipts == [""]
    else:
        assert [plain(sender) for sender in receipts] == [company.alias]
        assert ("+" in receipts[0]) is envelopes.verp
    assert not any(sender.encode() in raw for sender, raw in ours if "+b1" in sender)


def test_a_mailbox_without_subaddresses_has_the_plain_alias_everywhere(post_office, tmp_path):
    company = Company(post_office, tmp_path, subaddressing=False)
    opened(company)
    assert {sender for sender, to, _ in company.post.log if to == BO} == {company.alias}


def test_mail_that_waits_since_its_sender_is_refused_goes_out_when_the_config_is_changed(company):
    from dataclasses import replace

    said = "553 5.7.1 <it-help+x@corp.example>: Sender address rejected: not owned by user it-help"
    company.post.refuse[BO] = said
    opened(company)
    assert company.inbox(BO) == []
    assert company.request().owner == "bo"
    company.site(smtp=replace(company.config.smtp, envelope="alias"))
    del company.post.refuse[BO]
    company.travel(minutes=5)
    assert len(company.inbox(BO)) == 1
    assert [sender for sender, to, _ in company.post.log if to == BO] == [company.alias]


# Reports that are believed.


@pytest.mark.every_envelope
def test_an_owner_whose_mail_bounces_loses_the_request_only_where_the_bounce_is_certain(
    company, envelopes
):
    company.post.gone.add(BO)
    opened(company)
    before = state(company)
    company.turn()
    if envelopes.verp:
        assert company.request().owner == "sam"
        assert "Every hour." in body(company.last(SAM))
        told = body(company.last(ANA))
        assert "does not reach Bo Jensen" in told
        assert "with Sam Okoye now" in told
    else:
        assert state(company) == before
        assert company.inbox(SAM) == []
        assert len(doubtful(company, ANA)) == 1


def test_an_owner_with_another_address_hears_there_who_has_it_now(post_office, tmp_path, envelopes):
    rules = RULES.replace("email: bo@corp.example", "email: [bo@corp.example, bo@home.example]")
    company = Company(post_office, tmp_path, rules)
    company.post.add("bo@home.example")
    company.post.gone.add(BO)
    opened(company)
    company.turn()
    if not envelopes.verp:  # nothing was certain, so nobody else has it
        assert company.inbox("bo@home.example") == []
        assert len(doubtful(company, ANA)) == 1
        assert company.request().owner == "bo"
        return
    told = company.last("bo@home.example")
    assert "Sam Okoye" in body(told)
    assert company.inbox(ANA) == []
    company.reply("bo@home.example", told, "mine")
    company.turn()
    assert company.request().owner == "bo"


def test_where_that_address_is_gone_too_somebody_above_hears_of_it(
    post_office, tmp_path, envelopes
):
    rules = RULES.replace("email: bo@corp.example", "email: [bo@corp.example, bo@home.example]")
    company = Company(post_office, tmp_path, rules)
    company.post.add("bo@home.example")
    company.post.gone |= {BO, "bo@home.example"}
    opened(company)
    company.turn()
    company.turn()
    said = "does not reach Bo Jensen" if envelopes.verp else "did not reach bo@corp.example"
    assert said in body(company.last(ANA))


@pytest.mark.every_envelope
def test_an_answer_that_bounces_is_owed_again_only_where_the_bounce_is_certain(company, envelopes):
    opened(company)
    company.post.gone.add(EVA)
    answered(company)
    before = state(company)
    assert before[1] == "answered"
    company.turn()
    if envelopes.verp:
        assert company.request().status == "open"
        assert len(undelivered(company, BO)) == 1
        answered(company, "Perhaps now?")
        company.turn()
        assert len(undelivered(company, BO)) == 2
    else:
        assert state(company) == before
        assert len(doubtful(company, BO)) == 1


def crowd(mail, count=10):
    mail["Cc"] = ", ".join(f"user{number}@corp.example" for number in range(count))


@pytest.mark.every_envelope
def test_dead_addresses_in_copy_are_one_notice_and_get_no_more_mail(company, envelopes):
    people = {f"user{number}@corp.example" for number in range(10)}
    opened(company, edit=crowd)
    company.post.gone |= people - {"user3@corp.example"}
    answered(company)
    company.turn()
    company.turn()
    told = [*undelivered(company, BO), *doubtful(company, BO)]
    assert len(told) == 1
    copied = [one.email for one in company.request().copied]
    before = company.post.accepted
    answered(company, "One more thing.")
    company.turn()
    if envelopes.verp:
        assert copied == ["user3@corp.example"]
        assert company.post.accepted - before == 3  # Bo's own mail, to Eva, to the one who is left
    else:
        assert len(copied) == 10
    assert len([*undelivered(company, BO), *doubtful(company, BO)]) == 1


@pytest.mark.every_envelope
def test_addresses_that_our_own_server_refuses_are_certain_with_any_envelope_sender(company):
    opened(company, edit=crowd)
    for number in range(9):
        company.post.refuse[f"user{number}@corp.example"] = "550 5.1.1 no such user"
    answered(company)
    company.turn()
    assert len(undelivered(company, BO)) == 1
    assert [one.email for one in company.request().copied] == ["user9@corp.example"]
    assert "no copies" in body(undelivered(company, BO)[0])


def test_a_full_mailbox_in_copy_is_told_and_takes_part_as_before(company):
    opened(company, edit=lambda mail: mail.add_header("Cc", "lee@corp.example"))
    company.post.refuse["lee@corp.example"] = "552 5.2.2 mailbox full"
    answered(company)
    company.turn()
    assert len(undelivered(company, BO)) == 1
    assert [one.email for one in company.request().copied] == ["lee@corp.example"]


def test_a_report_about_where_the_owners_own_server_passed_it_on_takes_nothing_from_the_owner(
    company, envelopes
):
    opened(company)
    ((sender, raw),) = [(sender, raw) for sender, to, raw in company.post.log if to == BO]
    before = state(company)
    company.post.send("", sender, report("bo@home.example", sender, raw))
    company.turn()
    assert state(company) == before
    assert len(doubtful(company, ANA)) == envelopes.verp  # else nothing ties it to our mail


def test_a_delay_is_written_down_and_nobody_hears_of_it(company):
    opened(company)
    ((sender, raw),) = [(sender, raw) for sender, to, raw in company.post.log if to == BO]
    before, accepted = state(company), company.post.accepted
    company.post.send("", sender, report(BO, sender, raw, action="delayed", said="4.4.1"))
    company.turn()
    assert state(company) == before
    assert company.post.accepted == accepted + 1


def test_a_last_word_of_a_queue_that_calls_it_a_delay_is_a_failure(company, envelopes):
    """OpenSMTPD's: nothing more comes, so the owner would never have had the request."""
    opened(company)
    ((sender, raw),) = [(sender, raw) for sender, to, raw in company.post.log if to == BO]
    told = report(BO, sender, raw, action="delayed", said="4.4.7").decode()
    told = re.sub(r"Diagnostic-Code: .*\r\n", "", told).replace(
        "could not be delivered.", f"is delayed.\r\n\r\n{BO}: Envelope expired"
    )
    company.post.send("", sender, told.encode())
    company.turn()
    assert (company.request().owner == "sam") == envelopes.verp
    said = any("4.4.7 Envelope expired" in body(mail) for mail in company.inbox(ANA))
    assert said == envelopes.verp  # nobody's words are carried who may be anybody


# Machines that answer the envelope sender.


def test_an_unmarked_robot_that_answers_the_envelope_sender_is_a_robot(company, envelopes):
    company.post.away.add(BO)
    opened(company)
    before, accepted = state(company), company.post.accepted
    company.turn()
    if not envelopes.verp:  # it writes to the alias as people do; all the same it comes to an end
        for _ in range(32):
            company.turn()
        after = company.post.accepted
        company.turn()
        assert (company.post.accepted, company.request().owner) == (after, "bo")
        return
    assert state(company) == before
    assert company.post.accepted == accepted
    assert len(company.inbox(EVA)) == 1
    assert len(company.inbox(BO)) == 1
    reason = company.told[-1].enacted.decision.reason
    assert reason in ("worded like an absence notice", "answers our envelope sender")
    company.travel(hours=4)
    assert company.request().owner == "sam"  # the promise ran on


def test_a_bounce_of_a_notice_to_the_admins_is_filed_and_answered_by_nobody(company, envelopes):
    company.post.gone.add("priya@corp.example")
    company.write("it-help@other.example", "round and round", "x", edit=in_a_circle)
    company.turn()
    accepted = company.post.accepted
    company.turn()
    known = "bounce of our mail to priya@" if envelopes.verp else "bounce"
    assert company.told[-1].enacted.decision.reason.startswith(known)
    assert company.post.accepted == accepted


def in_a_circle(mail):
    for number in range(30):
        mail.add_header("Received", f"from a{number} by b{number}")


# Reports that anybody may have written.


def put_in_copy(company):
    """An owner answers to all with an outsider in copy, who so has what a reply shows."""
    opened(company)
    note = company.last(BO)
    company.reply(BO, note, "Please wait.")
    company.turn()
    return note


def forged(company, note, to, **header):
    """By who knows the Message-ID of the owner's note and its reply address."""
    raw = report(BO, to, note.as_bytes())
    for name, value in header.items():
        raw = f"{name.replace('_', '-')}: {value}\r\n".encode() + raw
    company.post.send("", to, raw)


def guesses(note):
    """Every address that can be made of what the owner's mail shows."""
    reply = plain_of(note["Reply-To"])
    token = reply.partition("+")[2].partition("@")[0]
    digits = str(note["Message-ID"])[3:35]
    return {
        "alias": ALIAS,
        "reply address": reply,
        "reply token as a bounce token": reply.replace("+1", "+b1"),
        "the whole token behind b1": f"it-help+b1{token[1:]}@corp.example",
        "Message-ID as a bounce token": f"it-help+b1{digits[:20]}@corp.example",
    }


def plain_of(value):
    return str(value).rpartition("<")[2].rstrip(">")


@pytest.mark.parametrize("trust", ["token", "strict"])
@pytest.mark.parametrize("dmarc", ["", "fail", "pass"])
def test_a_forged_report_takes_no_request_from_its_owner(post_office, tmp_path, trust, dmarc):
    company = Company(post_office, tmp_path, trust=trust)
    company.site(authserv_ids=("mx.corp.example",))
    note = put_in_copy(company) if trust == "token" else shown(company)
    before = state(company)
    header = {"In_Reply_To": note["Message-ID"]}
    if dmarc:
        header["Authentication_Results"] = f"mx.corp.example; dmarc={dmarc} header.from=mx.example"
    for to in guesses(note).values():
        forged(company, note, to, **header)
        company.turn()
        assert state(company) == before
    assert company.inbox(SAM) == []
    assert len(doubtful(company, ANA)) == 1  # told, and not at each of them


def shown(company):
    """The same where nobody could prove that the owner answered."""
    opened(company)
    return company.last(BO)


def test_a_forged_report_about_the_requester_or_somebody_in_copy_changes_nothing(company):
    opened(company, edit=lambda mail: mail.add_header("Cc", "lee@corp.example"))
    answered(company)
    before = state(company)
    for who in (EVA, "lee@corp.example"):
        mine = company.last(who)
        for to in guesses(mine).values():
            company.post.send("", to, report(who, to, mine.as_bytes()))
    company.turn()
    assert state(company) == before
    assert len(doubtful(company, BO)) == 2  # the answer by itself, all the rest together
    assert not any("no such user" in body(mail) for mail in doubtful(company, BO))


def test_who_took_part_and_owns_nothing_takes_nothing_by_their_own_bounce_address(company):
    """The Return-Path of a mail is seen by whom it was sent to: it is good for themselves alone."""
    opened(company, edit=lambda mail: mail.add_header("Cc", "lee@corp.example"))
    answered(company)
    sender, raw = next(
        (sender, raw)
        for sender, to, raw in company.post.log
        if to == "lee@corp.example" and plain(sender) == ALIAS
    )
    owner = company.request().owner
    for claimed in (BO, EVA):
        company.post.send("", sender, report(claimed, sender, raw))
    company.turn()
    assert (company.request().owner, company.request().status) == (owner, "answered")
    assert len(company.request().copied) == 1


def test_a_late_report_of_a_mail_to_who_had_it_before_moves_nothing_any_more(company, envelopes):
    opened(company)
    ((sender, raw),) = [(sender, raw) for sender, to, raw in company.post.log if to == BO]
    company.reply(BO, company.last(BO), "for sam")
    company.turn()
    company.post.send("", sender, report(BO, sender, raw))
    company.turn()
    assert company.request().owner == "sam"
    told = undelivered if envelopes.verp else doubtful
    assert len(told(company, SAM)) == 1
