"""Spellings that a person still reads as a name bar whom they name; ordinary words that only look
like one, and salutations, bar nobody.
"""

import time
from dataclasses import replace

import pytest

from mailtracker.desk.confidential import named_by
from mailtracker.policy.model import Person
from tests.desk.makers import address, message, staffed

OURS = ("hr@corp.example",)
EVA = address("eva@corp.example", "Eva Lund")

MORE = {
    "vos": "Jan Vos",
    "lee": "Bo Lee",
    "ring": "Bo Ring",
    "boberg": "Bo Berg",
    "max": "Max Imhof",
    "alten": "An Alten",
    "newman": "Ida Newman",
    "jurgen": "Jürgen Müller",
    "silva": "Maria da Silva Costa",
    "vdb": "Joris van den Broek",
    "anne": "Anne-Marie Dupont",
    "ivan": "Иван Петров",
    "nikos": "Νίκος Παππάς",
    "wang": "王小明",
    "koca": "Ali Koca",
}


@pytest.fixture
def people(policy):
    extra = {k: Person(k, name, (f"{k}@corp.example",)) for k, name in MORE.items()}
    known = staffed(policy, ana={"name": "Ana Berg"})
    return replace(known, people={**known.people, **extra})


def named(people, text, subject="Help", **more):
    return set(named_by(people, EVA, message(EVA.email, subject, text, **more), OURS))


IN_ONE = [
    ("It was BoJensen.", {"bo"}),
    ("it was BOJENSEN", {"bo"}),
    ("it was bojensen", {"bo"}),
    ("It was bojensen, as always", {"bo"}),
    ("It was bo.jensen.", {"bo"}),
    ("It was bo_jensen.", {"bo"}),
    ("It was Bo-Jensen.", {"bo"}),
    ("It was BO_JENSEN.", {"bo"}),
    ("It was JensenBo.", {"bo"}),
    ("It was jensenbo.", {"bo"}),
    ("BoJensens Tür war zu", {"bo"}),
    ("bojensen's door", {"bo"}),
    ("bojensen84", {"bo"}),
    ("@bojensen #bojensen", {"bo"}),
    ("#BoJensenMustGo", {"bo"}),
    ("HerrBoJensen", {"bo"}),
    ("bojensen@home.example wrote that", {"bo"}),
    ("Bo\u200bJensen", {"bo"}),
    ("ｂｏｊｅｎｓｅｎ", {"bo"}),
    ("janvos shouted", {"vos"}),
    ("It was BoLee.", {"lee"}),
    ("It was BoRing.", {"ring"}),
    ("jürgenmüller, JUERGENMUELLER, Jurgenmuller", {"jurgen"}),
    ("mariadasilvacosta", {"silva"}),
    ("mariacosta", {"silva"}),
    ("mariasilva", {"silva"}),
    ("jorisvandenbroek", {"vdb"}),
    ("jorisbroek", {"vdb"}),
    ("annemariedupont", {"anne"}),
    ("annedupont", {"anne"}),
    ("иванпетров", {"ivan"}),
    ("It was Jen-sen.", {"bo"}),
    ("It was Jen.sen.", {"bo"}),
    ("It was Bo Jen-\nsen.", {"bo"}),
    # words
    ("Boxing, Analysis, Maximum, January, Janus, annual, altenburg", set()),
    ("A boring Boberg, and a robot", set()),
    ("bolee", set()),
    ("The new man said so. A new-man, too", {"newman"}),
    ("The new man said so.", set()),
    ("bojensenius", set()),
    ("Annemarie said so.", set()),
    ("jensen@home.example", set()),
    ("jumbojensen@home.example", set()),
    ("See www.jensen-and-lund.example/index", set()),
    ("a@bojensen.example", set()),
]

APART = [
    ("B.o J.e.n.s.e.n shouted", {"bo"}),
    ("B o  J e n s e n shouted", {"bo"}),
    ("B o J e n s e n shouted", {"bo"}),
    ("b o j e n s e n", {"bo"}),
    ("It was J e n s e n today", {"bo"}),
    ("it was j e n s e n today", {"bo"}),
    ("IT WAS J E N S E N TODAY", {"bo"}),
    ("J.E.N.S.E.N.", {"bo"}),
    ("J. e. n. s. e. n.", {"bo"}),
    ("J-e-n-s-e-n", {"bo"}),
    ("J_e_n_s_e_n", {"bo"}),
    ("J*e*n*s*e*n", {"bo"}),
    ("J , e , n , s , e , n", {"bo"}),
    ("J\u00a0e\u00a0n\u00a0s\u00a0e\u00a0n", {"bo"}),
    ("J\u2009e\u2009n\u2009s\u2009e\u2009n", {"bo"}),
    ("i t  w a s  J e n s e n", {"bo"}),
    ("i t w a s J e n s e n", {"bo"}),
    ("I T W A S J E N S E N A G A I N", {"bo"}),
    ("e.g. J e n s e n", {"bo"}),
    ("I mean M r J e n s e n", {"bo"}),
    ("B.o L.e.e", {"lee"}),
    ("J a n  V o s", {"vos"}),
    ("M ü l l e r", {"jurgen"}),
    ("K o c a", {"koca"}),
    ("П е т р о в", {"ivan"}),
    ("王 小 明", {"wang"}),
    ("Bo J. K. L. Jensen", {"bo"}),
    # letters that are no name
    ("Option A, B, C, D or E?", set()),
    ("a b c d e f g h i j k l m n o p q r s t u v w x y z", set()),
    ("J. R. R. Tolkien, U.S.A., e.g., i.e., z. B., u. a.", set()),
    ("S.A.M. and S U E are programs", set()),
    ("B.o. A.n.", set()),
    ("H e r b e r g e", set()),
    ("The J e n s e", set()),
    ("J\ne\nn\ns\ne\nn", set()),
    ("1 2 3 4 5 6", set()),
]

ALIKE = [
    ("Jеnsеn shouted", {"bo"}),  # two Cyrillic letters
    ("Bо Jensen", {"bo"}),
    ("Во Jensen", {"bo"}),  # Cyrillic, all of the first word
    ("Βο Jεnsen Βο Jensen", {"bo"}),
    ("Jeոseո", {"bo"}),  # Armenian
    ("ᎫENSEN", {"bo"}),  # Cherokee
    ("Bo Jеnsеns Tür", {"bo"}),
    ("ВОJЕNЅЕN", {"bo"}),
    ("bоjеnsеn", {"bo"}),
    ("J е n s е n", {"bo"}),
    ("ᴊᴇɴsᴇɴ", {"bo"}),
    ("🅑🅞 🅙🅔🅝🅢🅔🅝", {"bo"}),
    ("🅱🅾 🅹🅴🅽🆂🅴🅽", {"bo"}),
    ("Ⓑⓞ Ⓙⓔⓝⓢⓔⓝ", {"bo"}),
    ("Ｂｏ Ｊｅｎｓｅｎ", {"bo"}),
    ("𝓑𝓸 𝓙𝓮𝓷𝓼𝓮𝓷", {"bo"}),
    ("𝙱𝚘 𝙹𝚎𝚗𝚜𝚎𝚗", {"bo"}),
    ("J̶e̶n̶s̶e̶n̶", {"bo"}),
    ("J⃝e⃝n⃝s⃝e⃝n⃝", {"bo"}),
    ("It was Mаria.", {"silva"}),
    ("bo@соrp.example", {"bo"}),
    ("Пeтpoв", {"ivan"}),
    ("ПЕТPОВ", {"ivan"}),
    ("Πaππάς", {"nikos"}),
    # words of other languages
    ("Во вторник мы говорили.", set()),
    ("Во время отпуска: а, о, у, с, со", set()),
    ("моя коса, роса и сорока", set()),
    ("Το βο του μαξ", set()),
    ("µTorrent, αbc", set()),
]


@pytest.mark.parametrize(("text", "keys"), [*IN_ONE, *APART, *ALIKE])
def test_a_spelling_that_is_still_read_as_the_name_names(people, text, keys):
    assert named(people, text) == keys
    assert named(people, f"Dear Ana Berg,\n\n{text}\n\nBest regards\nEva Lund") == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("bojensen", {"bo"}),
        ("B.o J.e.n.s.e.n", {"bo"}),
        ("Bо Jеnsеn", {"bo"}),
        ("J.e.n.s.e.n", set()),
        ("Jen-sen", set()),
        ("Jеnsеn", set()),
    ],
)
def test_what_is_passed_on_names_by_whole_names_in_any_spelling(people, text, keys):
    assert named(people, "See below.", forwarded=text) == keys


SPOKEN_OF = [
    ("Bo Jensen: he shouted at me", {"bo"}),
    ("Bo Jensen: shouted at me again", {"bo"}),
    ("Bo Jensen:\n\nhe shouted at me", {"bo"}),
    ("Bo Jensen:\n\nshouted at me", {"bo"}),
    ("Bo Jensen,\n\nhe shouted at me.", {"bo"}),
    ("Bo Jensen - he shouted at me", {"bo"}),
    ("Bo Jensen. He shouted at me", {"bo"}),
    ("Bo Jensen,", {"bo"}),
    ("Hello, Bo Jensen. He hit me", {"bo"}),
    ("Hello, Bo Jensen, he hit me", {"bo"}),
    ("Hello, Bo Jensen! He hit me", {"bo"}),
    ("Hello, Bo Jensen - he hit me", {"bo"}),
    ("Hello, Bo Jensen: he hit me", {"bo"}),
    ("Hello, Bo Jensen\nHe hit me", {"bo"}),
    ("Hello, Bo Jensen.\n\nHis behaviour is bad", {"bo"}),
    ("Hello. Bo Jensen. Hit me.", {"bo"}),
    ("Hello, Bo Jensen hit me", {"bo"}),
    ("Hello, BoJensen. He hit me", {"bo"}),
    ("Hello, J.e.n.s.e.n. He hit me", {"bo"}),
    ("Hi all, Bo Jensen:\nhe hit me", {"bo"}),
    ("Hi Ana, Bo Jensen: he hit me", {"bo"}),
    ("Dear Ana Berg,\n\nBo Jensen: he hit me", {"bo"}),
    ("Thanks, Bo Jensen. He hit me", {"bo"}),
    ("Hallo Bo Jensen, er hat mich geschlagen", {"bo"}),
    ("Hallo Ana Berg, sie hat mich geschlagen", {"ana"}),
    ("Hallo Ana Berg. Sie hat mich geschlagen", {"ana"}),
    ("Hallo Ana Berg. Sie kann das nicht tun", {"ana"}),
    ("Hallo Bo Jensen, hij heeft mij geslagen", {"bo"}),
    ("Hallo Ana Berg, zij heeft mij geslagen", {"ana"}),
    ("Hej Bo Jensen, han slog mig", {"bo"}),
    ("Hej Ana Berg, hun slog mig", {"ana"}),
    ("Olá Bo Jensen, ele bateu-me", {"bo"}),
    ("Olá Ana Berg, ela bateu-me", {"ana"}),
    ("Bonjour Bo Jensen, il m'a frappé", {"bo"}),
    ("Bonjour Ana Berg, elle m'a frappé", {"ana"}),
    ("Hola Ana Berg, ella me pegó", {"ana"}),
    ("Ciao Bo Jensen, lui mi ha colpito", {"bo"}),
    ("Привет Bo Jensen, он кричал", {"bo"}),
]

SPOKEN_TO = [
    "Dear Ana Berg,\n I have a question",
    "Liebe Ana,\ner hat es wieder getan",
    "Dear Ana Berg!\n\nShe did it again.",
    "Dear Ana Berg, I have a question",
    "Dear Ana Berg!\nCould you help me?",
    "Dear Ana Berg\n\nMy door does not close.",
    "Dear Ana Berg: I have a question",
    "Dear Ana Berg:\n\nThe heating is cold.",
    "Hello Ana Berg. I have a question",
    "Hello Ana Berg. My door does not close.",
    "Hello Ana Berg. Can you help me?",
    "Hello, Ana Berg. We have a question",
    "Hello, Ana Berg - the heating is cold",
    "Hi Ana, hope you are well.",
    "Hi ana.berg, the heating is cold.",
    "Hi AnaBerg, the heating is cold.",
    "Hi anaberg,\nthe heating is cold.",
    "Hi Ana_Berg,\nthe heating is cold.",
    "Ana Berg,\n\nsomething happened.",
    "Ana,\n\nsomething happened.",
    "Ana!\n\nsomething happened.",
    "Sehr geehrte Frau Berg,\n\nSie haben mir geschrieben.",
    "Sehr geehrte Frau Berg,\n\nSie sind meine Chefin.",
    "Sehr geehrte Frau Berg,\n\nSie ändern das bitte.",
    "Guten Tag Frau Berg. Ich habe eine Frage.",
    "Guten Tag, Frau Berg. Können Sie helfen?",
    "Guten Tag, Frau Berg. Mein Antrag liegt noch da.",
    "Beste Ana,\n\ner is iets gebeurd.",
    "Beste Ana,\n\ner zijn twee deuren kapot.",
    "Hej Ana,\n\nher er min ansøgning.",
    "Bonjour Ana,\n\nil y a un problème.",
    "Bonjour Ana,\n\nil faut une clé.",
    "Cara Ana,\n\nil computer non funziona.",
    "Estimada Ana Berg: mi pregunta es otra.",
    "Estimados Ana Berg, Sam Okoye:\n\nha pasado algo.",
    "Thanks, Ana! The heating is cold again.",
]


@pytest.mark.parametrize(("text", "keys"), SPOKEN_OF)
def test_a_name_after_which_somebody_speaks_of_that_person_is_no_salutation(people, text, keys):
    assert named(people, text) == keys


@pytest.mark.parametrize("text", SPOKEN_TO)
def test_a_salutation_does_not_take_the_request_from_whom_it_greets(people, text):
    assert named(people, text) == set()


@pytest.mark.parametrize("text", ["J e n s e ", "a ", "a b  c. ", "BoBo", "Jen-", "ј", "Во ", "🅑 "])
def test_a_long_mail_in_odd_spellings_is_read_in_moments(people, text):
    many = {f"p{n}": Person(f"p{n}", f"First{n} Last{n}er", ()) for n in range(300)}
    crowd = replace(people, people={**people.people, **many})
    long = (text * (65536 // len(text) + 1))[:60000]
    began = time.thread_time()
    assert {"lee", "vos"} <= named(crowd, f"{long}\nThen B.o L.e.e, and janvos.")
    assert time.thread_time() - began < 3
