"""Whom a confidential mail names: what somebody writes about others does, how a mail is addressed
and signed does not.
"""

import pytest

from mailtracker.desk.confidential import named_by
from mailtracker.policy.model import Person
from tests.desk.makers import address, message, staffed

OURS = ("hr@corp.example",)
EVA = address("eva@corp.example", "Eva Lund")


@pytest.fixture
def people(policy):
    known = staffed(policy, ana={"name": "Ana Berg"}).people
    more = {
        "jurgen": "Jürgen Müller",
        "sten": "Sten Mueller",
        "soren": "Søren Jørgensen",
        "will": "Will Brown",
        "ohara": "Niamh O'Hara",
        "silva": "Maria da Silva Costa",
        "vdb": "Joris van den Broek",
        "wang": "王小明",
        "kim": "김철수",
        "ivan": "Иван Петров",
        "koch": "Lena Koch",
        "anne": "Anne-Marie Dupont",
    }
    extra = {k: Person(k, name, (f"{k}@corp.example",)) for k, name in more.items()}
    return staffed(policy).__class__(**{**_fields(policy), "people": {**known, **extra}})


def _fields(policy):
    names = policy.__dataclass_fields__
    return {name: getattr(policy, name) for name in names if names[name].init}


def named(people, text, subject="Help", author=EVA, **more):
    return set(named_by(people, author, message(author.email, subject, text, **more), OURS))


NAMES = [
    # the whole name, as people write it
    ("Bo Jensen shouted at me.", {"bo"}),
    ("bo jensen shouted at me", {"bo"}),
    ("BO JENSEN SHOUTED", {"bo"}),
    ("It was Jensen, Bo.", {"bo"}),
    ("Jensen Bo hat es getan", {"bo"}),
    ("Bo Kristian Jensen", {"bo"}),
    ("Bo K. Jensen", {"bo"}),
    ("Bo\nJensen", {"bo"}),
    ("Bo_Jensen", {"bo"}),
    ("bo.jensen@home.example wrote that", {"bo"}),
    ("Bo Jensens Tür war zu", {"bo"}),
    ("Bo Jensen's door", {"bo"}),
    ("Bo Jensen’s door", {"bo"}),
    ("Wegen Bo Jensen: bitte vertraulich", {"bo"}),
    # nothing that cannot be seen parts a name
    ("Bo Jen\u00adsen", {"bo"}),
    ("B\u200bo Jen\u200bsen", {"bo"}),
    ("Bo\u2060 Jensen\ufeff", {"bo"}),
    ("Bo Jen\u200dsen", {"bo"}),
    ("Bo Jen\u034fsen", {"bo"}),
    ("Bo\u00a0Jensen", {"bo"}),
    ("\u202eBo Jensen\u202c", {"bo"}),
    ("Bo Jensen\ufe0f", {"bo"}),
    ("Ｂｏ Ｊｅｎｓｅｎ", {"bo"}),
    ("𝐁𝐨 𝐉𝐞𝐧𝐬𝐞𝐧", {"bo"}),
    ("It was B\u00ado.", {"bo"}),
    # marks on letters, and how people do without
    ("Jürgen Müller", {"jurgen"}),
    ("Ju\u0308rgen Mu\u0308ller", {"jurgen"}),
    ("Jurgen Muller", {"jurgen"}),
    ("Juergen Mueller", {"jurgen"}),
    ("Sten Müller", {"sten"}),
    ("Soren Jorgensen", {"soren"}),
    ("Soeren Joergensen", {"soren"}),
    ("Niamh O’Hara", {"ohara"}),
    ("Maria Costa", {"silva"}),
    ("Maria Silva", {"silva"}),
    ("Maria da Silva Costa", {"silva"}),
    ("Joris van den Broek", {"vdb"}),
    ("Broek, Joris", {"vdb"}),
    ("Anne Dupont, Anne Marie Dupont", {"anne"}),
    ("昨天王小明打了我。", {"wang"}),
    ("어제 김철수가 소리쳤습니다", {"kim"}),
    ("Вчера Иван Петров кричал", {"ivan"}),
    # one name alone, written like a name
    ("It was Bo.", {"bo"}),
    ("Es war Bo!", {"bo"}),
    ("C'était Bo", {"bo"}),
    ("Det var Bo, der gjorde det.", {"bo"}),
    ("Foi o Bo.", {"bo"}),
    ("Het was Bo", {"bo"}),
    ("Mr Jensen did it", {"bo"}),
    ("Herr Jensen war es", {"bo"}),
    ("Hr. Jensen", {"bo"}),
    ("B. Jensen", {"bo"}),
    ("It was Bo J.", {"bo"}),
    ("I mean Will.", {"will"}),
    ("Frau Koch hat das gesagt", {"koch"}),
    # what only looks like one
    ("Bo Jensenius", set()),
    ("Will you help me?", set()),
    ("Kann der Koch das sehen?", set()),
    ("I cannot go on. Please do something.", set()),
    ("jumbo@home.example", set()),
    ("It is about my salary.", set()),
    # addresses
    ("<BO@corp.example>", {"bo"}),
    ("BO.JENSEN@CORP.EXAMPLE.", {"bo"}),
    ("jumbo@corp.example", {"jumbo@corp.example"}),
    ("karl.koch+x@corp.example, not in the file", {"karl.koch@corp.example"}),
    ("my own: eva@corp.example, hr@corp.example", set()),
    ("my lawyer: karl@law.example", set()),
]


@pytest.mark.parametrize(("text", "keys"), NAMES)
def test_whom_somebody_writes_of_is_named(people, text, keys):
    assert named(people, text) == keys
    assert named(people, f"Dear Ana Berg,\n\n{text}\n\nBest regards\nEva Lund") == keys


ADDRESSED = [
    "Dear Ana Berg,\n\nsomething happened.",
    "Dear Ana Berg, something happened.",
    "Dear Ms Berg,\nsomething happened.",
    "Dear Ana,\n\nsomething happened.",
    "Dear Ana and Sam Okoye,\n\nsomething happened.",
    "Hi Ana\n\nsomething happened.",
    "Hi Ana Berg!\nSomething happened.",
    "Hi Ana, hi Sam,\n\nsomething happened.",
    "Hello Ana - something happened.",
    "Hi Ana could you call me?",
    "Good morning Ana,\n\nsomething happened.",
    "dear ana berg,\n\nsomething happened.",
    "DEAR ANA BERG,\n\nSOMETHING HAPPENED.",
    "Ana Berg,\n\nsomething happened to me today.",
    "Liebe Ana,\n\netwas ist passiert.",
    "Liebe Frau Berg,\n\netwas ist passiert.",
    "Sehr geehrte Frau Berg,\n\netwas ist passiert.",
    "Sehr geehrte Frau Dr. Berg, sehr geehrter Herr Okoye,\n\netwas ist passiert.",
    "Hallo Ana, hallo Sam,\n\netwas ist passiert.",
    "Guten Tag Ana Berg,\n\netwas ist passiert.",
    "Moin Ana,\n\netwas ist passiert.",
    "Beste Ana,\n\ner is iets gebeurd.",
    "Geachte mevrouw Berg,\n\ner is iets gebeurd.",
    "Kære Ana Berg,\n\nder er sket noget.",
    "Hej Ana,\n\nder er sket noget.",
    "Chère Ana,\n\nil s'est passé quelque chose.",
    "Bonjour Madame Berg,\n\nil s'est passé quelque chose.",
    "Hola Ana,\n\nha pasado algo.",
    "Estimada Ana Berg:\n\nha pasado algo.",
    "Olá Ana,\n\naconteceu uma coisa.",
    "Prezada Sra. Berg,\n\naconteceu uma coisa.",
    "Cara Ana,\n\nè successo qualcosa.",
    "Thanks, Ana!\nSomething more happened.",
    "Thank you very much, Ana Berg.\nSomething more happened.",
    "Vielen Dank, Ana!\nEs ist noch etwas passiert.",
    "Thanks Ana for your answer.\nSomething more happened.",
    # signed
    "Something happened.\n\nBest regards,\nEva Lund",
    "Something happened.\n\nEva",
    "Etwas ist passiert.\n\nMit freundlichen Grüßen\nEva Lund\nAssistentin von Ana Berg",
    "Etwas ist passiert.\n\nEva Lund\nBeispiel GmbH\nGeschäftsführer: Bo Jensen, Sam Okoye",
    "Something happened.\n\nEva Lund\nRegistered in London. Directors: Bo Jensen",
    # a word for us
]


@pytest.mark.parametrize("text", ADDRESSED)
def test_to_whom_and_by_whom_it_is_written_is_not_named(people, text):
    assert named(people, text) == set()


SAID_ALL_THE_SAME = [
    ("Drop the niceties: Bo Jensen shouted at me.", {"bo"}),
    ("Add to my mail of May: Bo Jensen shouted at me.", {"bo"}),
    ("add bo jensen shouted", {"bo"}),
    ("It happened.\n\nEva Lund\nPS: Bo Jensen, our director, saw it.", {"bo"}),
    ("It happened.\n\nEva Lund\n\nP.S. I mean the director, Bo Jensen", {"bo"}),
    ("I write about\n\nBo Jensen:\n\nhe shouted at me.", {"bo"}),
    ("@Bo shouted at me.", {"bo"}),
    ("@Bo Jensen shouted at me.", {"bo"}),
    ("Hello Bo Jensen shouted at me.", {"bo"}),
    ("Dear Ana Berg, Bo Jensen shouted at me.", {"bo"}),
    ("Dear Ana Berg,\nBo Jensen shouted at me.", {"bo"}),
    ("Hi Ana, it was Bo.", {"bo"}),
    ("Thanks to Bo Jensen I cannot sleep.", {"bo"}),
    ("Thanks. It was Bo Jensen.", {"bo"}),
    ("Thanks\nIt was Bo Jensen", {"bo"}),
    ("Something happened.\n\nEva\n\nPS: it was Bo Jensen", {"bo"}),
    ("Something happened.\n\nBest\nEva\nBo Jensen did it", {"bo"}),
    ("Bo Jensen", {"bo"}),
    ("Bo Jensen,\nSam Okoye,\nboth of them", {"bo", "sam"}),
    ("Bo Jensen, my manager, shouted.", {"bo"}),
    ("hi ana, it was bo", {"bo"}),
    ("it was bo", {"bo"}),
    ("It was one of these:\n\nBo Jensen,\nSam Okoye", {"bo", "sam"}),
]


@pytest.mark.parametrize(("text", "keys"), SAID_ALL_THE_SAME)
def test_a_name_beside_a_salutation_or_a_signature_is_named(people, text, keys):
    assert named(people, text) == keys


def test_neither_to_nor_cc_nor_what_is_quoted_names_anybody(people):
    bo = (address("bo@corp.example", "Bo Jensen"),)
    quoted = message("eva@corp.example", "Help", "Mine.\n> Bo Jensen", new_text="Mine.")
    assert named_by(people, EVA, quoted, OURS) == ()
    assert named(people, "Something happened.", to=bo, cc=bo) == set()


def test_what_somebody_passes_on_names_by_whole_names_unless_it_is_a_mail_of_ours(people):
    theirs = "From: Bo Jensen <bo@corp.example>\nTo: Eva\n\nYou are late."
    ours = "From: Ana Berg via HR <hr+k7@corp.example>\nTo: Eva\n\nI will ask Bo Jensen."
    assert named(people, "See below.", forwarded=theirs) == {"bo"}
    assert named(people, "See below.", forwarded=ours) == set()
    assert named(people, "It was Sam.", forwarded=ours) == {"sam", "sue"}  # both are called so
    assert named(people, "See below.", forwarded="Sam is late again") == set()


def test_nobody_names_themselves_and_the_subject_names_like_the_text(people):
    bo = address("bo@corp.example", "Bo Jensen")
    assert named(people, "I am Bo Jensen. Bo.", author=bo) == set()
    assert named(people, "", subject="About Bo Jensen") == {"bo"}
    assert named(people, "", subject="Re: [HR-1001] It was Bo") == {"bo"}
