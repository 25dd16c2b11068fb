"""The owner's note is mail: a list of mails shows what it is about, a telephone breaks its lines,
who knows the words is taught them no more, and no quote brings it to the requester.
"""

import re
import textwrap
from html import unescape

import pytest

from tests.stories.company import body

EVA, BO, LEE = (f"{who}@corp.example" for who in ("eva", "bo", "lee"))
HTML = "<html><head><style>p {color: navy}</style></head><body><p>Every hour.</p></body></html>"


def as_page(mail):
    mail.add_alternative(HTML, subtype="html")


def copy(mail):
    mail["Cc"] = f"Lee Park <{LEE}>"


def opened(company, subject="VPN drops", edit=None):
    company.write("Eva Lund <eva@corp.example>", subject, "Every hour.", edit=edit)
    company.turn()
    return company.last(BO)


def page_of(mail):
    return mail.get_body(("html",)).get_content()


def flat(text):
    return text.replace("\r\n", "\n")


def listed(mail):
    """What a list of mails shows of it: of its text, and of its page."""
    shown = [body(mail)]
    if page := mail.get_body(("html",)):
        inside = re.sub(r"(?s)<head>.*?</head>", "", page.get_content())
        shown.append(unescape(re.sub(r"<[^>]*>", " ", inside)))
    return [" ".join(text.split())[:100] for text in shown]


def test_a_list_of_mails_shows_by_when_about_what_and_who_asks(company):
    for shown in listed(opened(company, edit=as_page)):
        assert re.match(r"Answer .{0,30}13:00.{0,12}: VPN drops\. Eva Lund", shown)
        assert "~" not in shown
    company.reply(EVA, company.last(EVA), "It is the office network.", edit=as_page)
    company.turn()
    for shown in listed(company.last(BO)):
        assert re.match(r"Answer .{0,30}13:00.{0,12}: VPN drops\. eva@corp\.example wrote", shown)


def test_what_comes_from_outside_says_so_first(company):
    company.write("Carla Stein <carla@example.com>", "VPN drops", "Every hour.", edit=as_page)
    company.turn()
    for shown in listed(company.last(BO)):
        assert shown.startswith("From outside: Carla Stein (carla@example.com).")
        assert ": VPN drops." in shown


def test_each_paragraph_is_one_line_of_the_text(company):
    mail = opened(company)
    note = flat(body(mail)).split("\n~~~~~~~~")[0]
    assert all("\n" not in paragraph for paragraph in note.split("\n\n"))
    assert len(note.split("\n\n")) == 4
    _head, _, text = company.post.mails(BO)[-1].partition(b"\r\n\r\n")
    assert max(map(len, text.split(b"\r\n"))) <= 76


def test_the_note_names_all_who_will_read_the_answer(company):
    mail = opened(company, edit=copy)
    assert "your answer goes to Eva Lund" in body(mail)
    assert "with a copy to Lee Park" in body(mail)


def test_who_has_had_three_requests_is_taught_the_words_no_more(company):
    lesson = "somebody else should have it"
    taught = [lesson in body(opened(company, f"VPN {number}")) for number in range(5)]
    assert taught == [True, True, True, False, False]
    last = body(company.last(BO))
    assert "done, mine, for NAME" in last
    company.reply(BO, company.last(BO), "for sam")
    company.turn()
    assert lesson in body(company.last("sam@corp.example"))  # the first of Sam's


def test_who_takes_it_over_reads_each_address_once(company):
    mail = opened(company)
    company.write(EVA, "Re: [IT-1001] VPN drops", "Still.", edit=answering(mail))
    company.turn()
    company.reply(BO, company.inbox(BO)[0], "for sam")
    company.turn()
    told = body(company.last("sam@corp.example"))
    assert re.match(r"Answer .{0,30}13:00.{0,12}: VPN drops\. Eva Lund", told)
    assert told.count("Eva Lund (eva@corp.example), ") == 2
    assert "(eva@corp.example) (" not in told


def answering(mail):
    def edit(answer):
        answer["In-Reply-To"] = mail["References"].split()[0]

    return edit


def gmail(note, words):
    quoted = "\n".join(f"> {line}" for line in folded(note, 72).splitlines())
    return f"{words}\n\nOn Mon, 23 Nov 2026 at 09:02, Eva via IT help wrote:\n\n{quoted}\n"


def outlook(note, words):
    heading = "From: Eva via IT help\nSent: Monday\nTo: Bo Jensen\nSubject: VPN drops"
    return f"{words}\n\n________________________________\n{heading}\n\n{note}\n"


def claws(note, words):
    quoted = "\n".join(f"> {line}" for line in folded(note, 68).splitlines())
    return f"On Mon, 23 Nov 2026\nEva <x@y.example> wrote:\n\n{quoted}\n\n{words}\n"


def tabbed(note, words):
    quoted = "\n".join(f"\t{line}" for line in note.splitlines())
    return f"{words}\n\nEva via IT help wrote:\n\n{quoted}\n"


def folded(text, width):
    return "\n".join(
        "\n".join(textwrap.wrap(line, width, break_on_hyphens=False)) for line in text.split("\n")
    )


@pytest.mark.parametrize("program", [gmail, outlook, claws, tabbed])
def test_no_mail_program_quotes_the_note_to_the_requester(company, program):
    mail = opened(company)

    def as_program(answer):
        answer.set_content(program(flat(body(mail)), "done\n\nI renewed your key."))

    company.reply(BO, mail, "", edit=as_program)
    company.turn()
    answer = body(company.last(EVA))
    assert company.request().status == "closed"
    assert "I renewed your key." in answer
    assert "Every hour." in answer  # the quote stays
    for word in ("Answer ", "Eva Lund asks", "Just reply", "Why you", "mine", "13:00"):
        assert word not in answer
    assert len([line for line in answer.splitlines() if "~" in line]) == 2  # of the note to her


@pytest.mark.parametrize(
    "quote",
    [
        "<p>Restart it.</p><blockquote>{}</blockquote>",
        "<p>Restart it.</p><div style='border-top:solid'><p>From: Eva</p></div>{}",
    ],
)
def test_nor_its_box(company, quote):
    mail = opened(company, edit=as_page)

    def with_page(answer):
        inside = re.split("</?body[^>]*>", page_of(mail))[1]
        answer.add_alternative(f"<body>{quote.format(inside)}</body>", subtype="html")

    company.reply(BO, mail, "Restart it.", edit=with_page)
    company.turn()
    page = page_of(company.last(EVA))
    assert "Restart it." in page
    assert "Every hour." in page
    for word in ("Eva Lund asks", "Just reply", "Why you", "13:00"):
        assert word not in page
    assert page.count("<table") == 1  # the note to her
