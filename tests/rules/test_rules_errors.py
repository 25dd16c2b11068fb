"""Everything that can be wrong in the rules: each with its exact line and column, all
at once, in a stranger's words.

`§` marks the place where the error must be reported; it is taken out before the text is read.
"""

from __future__ import annotations

import pytest

from tests.rules.parts import PARTS, changed, marked, problems_of


def test_the_parts_alone_are_fine() -> None:
    assert problems_of(changed("", "")) == []


WRONG = [
    # unknown names, with suggestions
    ("people", "people:\n  bo: {name: Bo, email: b@c.example, manager: §anna}\n  ana: {name: A, "
               "email: a@c.example}\n",
     "no person `anna`; did you mean `ana`?"),
    ("people", "people:\n  bo: {name: Bo, email: b@c.example, cover: §nobody}\n  ana: {name: A, "
               "email: a@c.example}\n",
     "no person `nobody`; known are ana, bo"),
    ("people", "people:\n  bo: {name: Bo, email: b@c.example, hours: §ofice}\n  ana: {name: A, "
               "email: a@c.example}\n",
     "no hours `ofice`; did you mean `office`?"),
    ("people", "people:\n  bo: {name: Bo, email: b@c.example, hours: §always}\n  ana: {name: A, "
               "email: a@c.example}\n",
     "`always` is for promises: a person's hours say where and when they work"),
    ("promises", "promises:\n  normal: {first_reply: 1 hour, hours: §nights}\n",
     "no hours `nights`; known are always, office"),
    ("teams", "teams:\n  desk: {lead: §ann, members: [ana], assign: lead}\n",
     "no person `ann`; did you mean `ana`?"),
    ("teams", "teams:\n  desk: {lead: ana, members: [ana, §boo], assign: lead}\n",
     "no person `boo`; did you mean `bo`?"),
    ("ladders", "ladders:\n  default: [{at: 100%, tell: §carla}]\n", "no person `carla`; known are "
                                                                     "ana, bo"),
    ("ladders", "ladders:\n  default: [{at: 100%, tell: {lead: §dusk}}]\n", "no team `dusk`; did "
                                                                            "you mean `desk`?"),
    ("ladders", "ladders:\n  default: [{at: 100%, hand_to: §xy}]\n", "no person or team `xy`"),
    ("rules", "rules:\n  - {name: r, why: w, when: {subject: x}, to: §deks}\n",
     "no person or team `deks`; did you mean `desk`?"),
    ("rules", "rules:\n  - {name: r, why: w, when: {subject: x}, to: bo, promise: §norm}\n",
     "no promise `norm`; did you mean `normal`?"),
    ("rules", "rules:\n  - {name: r, why: w, when: {subject: x}, to: bo, ladder: §steep}\n",
     "no ladder `steep`; known are default"),
    ("rules", "rules:\n  - name: r\n    why: w\n    when: {subject: x}\n    to: bo\n    tests:\n"
     "      - mail: {subject: x}\n        then: §deskk\n", "no person or team `deskk`; did you "
                                                           "mean `desk`?"),
    ("fallback", "fallback: {to: §dsk, report_to: bo}\n", "no person or team `dsk`; did you mean "
                                                          "`desk`?"),
    ("fallback", "fallback: {to: desk, report_to: §desk}\n", "no person `desk`; known are ana, bo"),
    # unknown keys and what is not built yet
    ("fallback", "fallback: {to: desk}\n§group: {}\n", "a rules file has no key `group`"),
    ("fallback", "fallback: {to: desk}\n§notes: []\n", "`notes` must be a list with `- when: ...` "
                                                       "for each note"),
    ("people", "people:\n  bo: {name: Bo, email: b@c.example, §manger: ana}\n  ana: {name: A, "
               "email: "
               "a@c.example}\n",
     "a person has no key `manger`; did you mean `manager`?"),
    ("rules", "rules:\n  - {name: r, why: w, §wen: {subject: y}, when: {subject: x}, to: bo}\n",
     "a rule has no key `wen`; did you mean `when`?"),
    ("rules", "rules:\n  - {name: r, why: w, when: {subject: x}, to: bo, §add: {tag: vip}}\n",
     "a rule has no key `add`: in a rule, `tag`, `watch`, `attach` and the like stand beside `to`"),
    ("rules", "rules:\n  - {name: r, why: w, when: {§subjct: x}, to: bo}\n",
     "a condition has no key `subjct`; did you mean `subject`?"),
    ("rules", "rules:\n  - {name: r, why: w, when: {from_group: §x}, to: bo}\n",
     "no group or team `x`; known are desk"),
    ("rules", "rules:\n  - {name: r, why: w, when: {header: §x}, to: bo}\n", "`header`: must hold "
                                                                             "`key: value` pairs"),
    ("rules", "rules:\n  - {name: r, why: w, when: {§regex: 'a+'}, to: bo}\n",
     "a condition has no key `regex`: it belongs to the text that it searches"),
    ("rules", "rules:\n  - {name: r, why: w, when: {any: [{not: {§xyz: x}}]}, to: bo}\n",
     "a condition has no key `xyz`"),
    ("rules", "rules:\n  - {name: r, why: w, when: {any: {§boddy: x}}, to: bo}\n",
     "did you mean `body`?"),
    ("rules", "rules:\n  - §{name: r, when: {subject: x}, to: nobody}\n", "a rule for nobody has "
                                                                          "no `reason`"),
    ("hours", "hours:\n  office: {zone: UTC, mon-fri: 9:00-17:00, §holiday: DK}\n",
     "hours has no key `holiday`; did you mean `holidays`?"),
    # how long before the end its requester is told
    ("fallback", "fallback: {to: desk}\nending: §soon\n", "`ending`: `soon` is no length of time"),
    ("fallback", "fallback: {to: desk}\nending: §0 days\n", "or `at once`"),
    ("fallback", "fallback: {to: desk}\nending: §[at once]\n", "must be one text, found a list"),
    ("fallback", "fallback: {to: desk}\n§ending: ''\n", "`ending`: is empty"),
    ("fallback", "fallback: {to: desk, ending: §later}\n", "`later` is no length of time"),
    ("rules", "rules:\n  - {name: r, reason: w, when: {subject: x}, to: nobody, ending: §1 day}\n",
     "`ending` means nothing with `to: nobody`"),
    # what is missing
    ("people", "people:\n  bo: §{name: Bo}\n  ana: {name: A, email: a@c.example}\n",
     "a person has no `email`"),
    ("rules", "rules:\n  - §name: r\n    when: {subject: x}\n    to: bo\n",
     "a rule has no `why`: one sentence that tells the owner why the mail came to them"),
    ("rules", "rules:\n  - §name: r\n    why: w\n    to: bo\n", "a rule has no `when`: say which "
                                                                "mails it takes; who takes all"),
    ("rules", "rules:\n  - {name: r, why: w, when: §{}, to: bo}\n", "a condition is empty: write "
                                                                    "one, or use `fallback:`"),
    ("rules", "rules:\n  - {name: r, why: w, when: §always, to: bo}\n",
     "`when`: must hold `key: value` pairs, found `always`"),
    ("rules", "rules:\n  - {name: r, why: w, when: {subject: x}, to: bo, tests: [§{mail: {subject: "
              "x}}]}\n",
     "a test has no `then`"),
    ("teams", "teams:\n  desk: §{members: [ana], assign: lead}\n", "a team has no `lead`"),
    ("teams", "teams:\n  desk: §{lead: ana, assign: lead}\n", "a team has no `members`"),
    ("teams", "teams:\n  desk: {lead: ana, members: §[], assign: lead}\n", "`members`: the list is "
                                                                           "empty"),
    ("teams", "teams:\n  desk: {lead: ana, members: [ana], assign: §{rota: weekly}}\n",
     "a rota has no `from`"),
    ("promises", "promises:\n  normal: §{hours: office}\n", "a promise has no `first_reply`"),
    ("promises", "promises:\n  normal: §{first_reply: 1 hour}\n",
     "a promise has no `hours`: name hours of the `hours:` section, or `always`"),
    ("promises", "promises:\n  quick: {first_reply: 1 hour, hours: always}\n", None),
    ("hours", "hours:\n  office: §{zone: UTC}\n", "hours have no working time"),
    ("hours", "hours:\n  office: §{mon: 9:00-10:00}\n", "hours has no `zone`"),
    ("ladders", "ladders:\n  default: §[]\n", "the list is empty"),
    ("ladders", "ladders:\n  default: [§{at: 50%}]\n", "a rung does nothing: add `remind:`, "
                                                       "`hand_to:`, `tell:`, `raise:` or `post:`"),
    ("ladders", "ladders:\n  default: [§{tell: owner}]\n", "a rung has no `at`"),
    # values
    ("people", "people:\n  bo: {name: §, email: b@c.example}\n  ana: {name: A, email: "
               "a@c.example}\n", "`name`: is empty"),
    ("people", "people:\n  bo: {name: Bo, email: §bo at corp}\n  ana: {name: A, email: "
               "a@c.example}\n",
     "`email`: `bo at corp` is no mail address"),
    ("people", "people:\n  bo: {name: Bo, email: b@c.example, language: §klingon}\n  ana: {name: "
               "A, "
               "email: a@c.example}\n",
     "`language`: `klingon` is no language"),
    ("people", "people:\n  §bo jensen: {name: Bo, email: b@c.example}\n  bo: {name: B, email: "
               "bb@c.example}\n"
     "  ana: {name: A, email: a@c.example}\n", "`bo jensen` cannot be a key"),
    ("people", "people:\n  §cover: {name: Bo, email: b@c.example}\n  bo: {name: B, email: "
               "bb@c.example}\n"
     "  ana: {name: A, email: a@c.example}\n", "`cover` is a word of the rules themselves"),
    ("hours", "hours:\n  office: {zone: §Europe/Berlim, mon-fri: 9:00-17:00}\n",
     "`zone`: `Europe/Berlim` is no time zone; did you mean `Europe/Berlin`?"),
    ("hours", "hours:\n  office: {zone: §../../etc/passwd, mon-fri: 9:00-17:00}\n",
     "is no time zone"),
    ("hours", "hours:\n  office: {zone: UTC, mon-fri: 9:00-17:00, holidays: §XX}\n",
     "no holidays are known for `XX`"),
    ("hours", "hours:\n  office: {zone: UTC, mon-fri: 9:00-17:00, holidays: §dk}\n",
     "did you mean `DK`?"),
    ("hours", "hours:\n  office: {zone: UTC, mon-fri: 9:00-17:00, holidays: §DE-XX}\n",
     "parts of DE are BB, BE"),
    *(
        ("hours", "hours:\n  office: {zone: UTC, mon-fri: 9:00-17:00, " + text + "}\n", told)
        for text, told in (
            ("§13-13: closed", "`13-13` is no day of the year"),
            ("§02-30: closed", "`02-30` is no day of the year"),
            ("§2026-02-30: closed", "`2026-02-30` is no date"),
            ("§2026-02-02 to 2026-02-01: closed", "ends before it begins"),
            ("§12-27 to 2027-01-02: closed", "write both with a year, or none"),
            ("§2026-12-27 to 01-02: closed", "write both with a year, or none"),
            ("§12/24: closed", "`12/24` is no date"),
            ("12-24: §shut", "write \"09:00-12:00\", `until 12:00`, `from 10:00`, `closed` or"),
            ("12-24: §until noon", "is no working time of a day"),
            ("12-24: §until 25:00", "no such time of day"),
            ("12-24: [09:00-10:00, §closed]", "is no time of day"),
            ("12-24: [09:00-11:00, §10:00-12:00]", "begins before"),
            ("05-01 to 05-03: closed, §05-03 to 05-09: open", "names a day that `05-01 to 05-03`"),
            ("12-20 to 01-06: closed, §01-01 to 01-02: open", "names a day that `12-20 to 01-06`"),
            ("sat: §closed", "`closed` is no time of day"),
            ("sun: §until 12:00", "`until 12:00` is no time of day"),
            ("holidays: [DK, §dk]", "did you mean `DK`?"),
            ("holidays: {of: DK, also: §optinal}", "DK has no days of the kind `optinal`; did you"),
            ("holidays: {of: GB-ENG, also: §optional}", "GB has no days of the kind `optional`: "),
            ("holidays: {of: CH-ZH, also: §half_day}", "half days are said by `half_days:"),
            ("holidays: {of: DK, also: §public}", "the public ones are always among them"),
            ("holidays: {of: DK, half_days: §until 12:00}", "no half days are known for DK"),
            ("holidays: {of: IS, half_days: §closed}", "write `until 12:00`, or `from 13:00`"),
            ("holidays: §{also: optional}", "holidays has no `of`"),
            ("holidays: {of: DK, §kinds: optional}", "holidays has no key `kinds`"),
        )
    ),
    ("hours", "hours:\n  office: {zone: UTC, mon-fri: §9-17}\n", '`9-17` is no time of day: write '
                                                                 'from-to as in "09:00-17:00"'),
    ("hours", "hours:\n  office: {zone: UTC, mon-fri: §17:00-09:00}\n", "ends before it begins"),
    ("hours", "hours:\n  office: {zone: UTC, mon-fri: §09:00-24:30}\n", "no such time of day"),
    ("hours", "hours:\n  office: {zone: UTC, mon-fri: [09:00-12:00, §11:00-17:00]}\n",
     "`11:00-17:00` begins before `09:00-12:00` ends"),
    ("hours", "hours:\n  office: {zone: UTC, §fri-mon: 09:00-17:00}\n", "`fri-mon` runs backwards"),
    ("hours", "hours:\n  office: {zone: UTC, §mon-fry: 09:00-17:00}\n", "`mon-fry` names no days"),
    ("hours", "hours:\n  office: {zone: UTC, mon-fri: 09:00-17:00, §wed: 09:00-12:00}\n",
     "wed already stands under `mon-fri`"),
    ("hours", "hours:\n  §always: {zone: UTC, mon: 9:00-10:00}\n  office: {zone: UTC, mon: "
              "9:00-10:00}\n",
     "`always` is a word of the rules themselves"),
    ("promises", "promises:\n  normal: {first_reply: §soon, hours: office}\n",
     "`first_reply`: `soon` is no length of time"),
    ("promises",
     "promises:\n  normal: {first_reply: 1 hour, then_every: §2 weeks, hours: office}\n",
     "is no length of time"),
    ("promises", "promises:\n  normal: {first_reply: §0 minutes, hours: office}\n",
     "a promise needs some time"),
    ("promises", "promises:\n  normal: {first_reply: §400 days, hours: office}\n", "is too long"),
    ("teams", "teams:\n  desk: {lead: ana, members: [ana], assign: §least_loaded}\n",
     "`assign`: `least_loaded` is not known here; did you mean `least-loaded`?"),
    ("teams", "teams:\n  desk: {lead: ana, members: [ana], assign: {rota: §montly, from: "
              "2026-01-05}}\n",
     "`rota`: `montly` is not known here: write weekly or daily"),
    ("teams", "teams:\n  desk: {lead: ana, members: [ana], assign: {rota: daily, from: "
              "§5.1.2026}}\n",
     "`from`: `5.1.2026` is no date"),
    ("ladders", "ladders:\n  default: [{at: §75, remind: owner}]\n", "`at`: `75` is no percentage"),
    ("ladders", "ladders:\n  default: [{at: §0%, remind: owner}]\n", "`at`: `0%` is no percentage"),
    ("ladders", "ladders:\n  default: [{at: 100%, tell: owner, repeat: §weekly}]\n",
     "`repeat`: `weekly` is not known here"),
    ("rules", "rules:\n  - {name: r, why: w, when: {from: §kim}, to: bo}\n", "`from`: `kim`: write "
                                                                             "a whole address"),
    ("rules",
     "rules:\n  - {name: r, why: w, when: {to: ['*@a.example', §'*@*.example']}, to: bo}\n",
     "write a whole address"),
    ("rules", "rules:\n  - {name: r, why: w, when: {list_id: §'st*ff.example'}, to: bo}\n",
     "write a List-Id"),
    ("rules", "rules:\n  - {name: r, why: w, when: {has_attachment: §yes}, to: bo}\n",
     "`yes`: write true or false"),
    ("rules", "rules:\n  - {name: r, why: w, when: {subject: §''}, to: bo}\n",
     "`subject`: is empty"),
    ("rules", "rules:\n  - {name: r, why: w, when: {subject: §[]}, to: bo}\n",
     "`subject`: the list is empty"),
    ("rules", "rules:\n  - {name: r, why: w, when: {subject: [vpn, §'!!!']}, to: bo}\n",
     "`!!!` has no letter or digit"),
    ("rules", "rules:\n  - {name: r, why: w, when: {subject: §'*abrechnung'}, to: bo}\n",
     "`*` may only stand at the end of a word"),
    ("rules", "rules:\n  - {name: r, why: w, when: {subject: §'a * b'}, to: bo}\n",
     "`*` may only stand at the end of a word"),
    ("rules", "rules:\n  - {name: r, why: w, when: {all: §{subject: x}}, to: bo}\n",
     "`all`: must be a list"),
    ("rules", "rules:\n  - {name: r, why: w, when: {any: §x}, to: bo}\n", "`any`: must be a list"),
    # shape
    ("people", "people: §[bo, ana]\n", "`people` must hold `key: value` pairs, found a list"),
    ("people", "people:\n  bo: §Bo Jensen\n  ana: {name: A, email: a@c.example}\n",
     "must hold `key: value` pairs, found `Bo Jensen`"),
    ("people", "people:\n  bo: {name: §[Bo], email: b@c.example}\n  ana: {name: A, email: "
               "a@c.example}\n",
     "`name`: must be one text, found a list"),
    ("rules", "rules: §{name: r}\n", "`rules` must be a list with `- name: ...` for each rule, "
                                     "found a mapping"),
    ("rules", "§rules:\n", "found nothing"),
    ("rules", "rules:\n  - §vpn\n", "must hold `key: value` pairs, found `vpn`"),
    ("ladders", "ladders:\n  default: §owner\n", "must be a list"),
    # sense
    ("people", "people:\n  bo: {name: Bo, email: b@c.example, manager: §bo}\n  ana: {name: A, "
               "email: "
               "a@c.example}\n",
     "managers run in a circle: bo → bo"),
    ("people", "people:\n  bo: {name: Bo, email: b@c.example, cover: §bo}\n  ana: {name: A, email: "
               "a@c.example}\n",
     "`bo` cannot be their own cover"),
    ("people", "people:\n  bo: {name: Bo, email: b@c.example}\n  ana: {name: A, email: "
               "[a@c.example, "
               "§B@C.example]}\n",
     "`B@C.example` is already an address of `bo` in rules/people.yaml:2"),
    ("teams", "teams:\n  desk: {lead: ana, members: [ana, bo, §ana], assign: lead}\n",
     "`ana` stands twice among the members"),
    ("teams", "teams:\n  desk: {lead: ana, members: [ana], assign: lead}\n  §Bo: {lead: ana, "
              "members: [ana], assign: lead}\n",
     "`Bo` is also a person in rules/people.yaml:2"),
    ("ladders", "ladders:\n  default: [{at: 75%, remind: owner}, {at: §75%, tell: owner}]\n",
     "rungs must rise"),
    ("ladders", "ladders:\n  default: [{at: 75%, remind: owner, repeat: §daily}, {at: 80%, tell: "
                "owner}]\n",
     "only the last rung may `repeat`"),
    # at a percentage, and before and after the promised time: what can be compared for sure
    *(
        ("ladders", f"ladders:\n  default: [{{at: 100%, tell: ana}}]\n  spare: [{{at: {above}, "
         f"remind: owner}}, {{at: §{below}, tell: ana}}]\n",
         f"`{below}` comes after `{above}`: rungs must rise")
        for above, below in [
            ("75%", "60%"), ("100%", "99%"), ("101%", "100%"),
            ("100%", "2 working hours before"), ("150%", "1 minute before"),
            ("1 minute after", "100%"), ("1 working day after", "75%"),
            ("1 minute after", "2 working days before"),
            ("1 working hour before", "2 working hours before"),
            ("90 working minutes before", "2 working hours before"),
            ("1 working hour before", "60 working minutes before"),
            ("1 working day before", "2 working days before"),
            ("30 minutes before", "1 hour before"), ("23 hours before", "1 day before"),
            ("1 day after", "24 hours after"), ("2 working hours after", "1 working hour after"),
        ]
    ),
    # and what depends on the promise, whose 4 working hours climb the ladder
    ("ladders", "ladders:\n  default: [{at: 75%, remind: owner}, {at: §2 working hours before, "
                "tell: ana}]\n",
     "`2 working hours before` is not after `75%` with promise `normal`"),
    ("ladders", "ladders:\n  default: [{at: 50%, remind: owner}, {at: §2 working hours before, "
                "tell: ana}]\n", "is not after `50%` with promise `normal`"),
    ("ladders", "ladders:\n  default: [{at: 1 working hour after, tell: ana}, {at: §125%, "
                "tell: ana}]\n", "is not after `1 working hour after` with promise `normal`"),
    # moments that are none
    *(
        ("ladders", f"ladders:\n  default: [{{at: §{at}, remind: owner}}]\n", told)
        for at, told in [
            ("2 working hours", "is no percentage"), ("before", "is no length of time"),
            ("half a day before", "is no length of time"), ("0 minutes before", "needs some time"),
            ("before 2 hours", "is no percentage"), ("2 working hours befor", "is no percentage"),
            ("1001 working hours before", "is too long"), ("-5 minutes after", "is no length"),
        ]
    ),
    ("ladders", "ladders:\n  default: [{at: 75%, hand_to: §watchers}]\n", "hands it to nobody new"),
    ("ladders", "ladders:\n  default: [{at: 75%, hand_to: {team: §dusk}}]\n",
     "no team `dusk`; did you mean `desk`?"),
    ("ladders", "ladders:\n  default: [{at: 75%, hand_to: §{team: desk, lead: desk}}]\n",
     "write either {team: NAME}"),
    ("ladders", "ladders:\n  default: [{at: 75%, tell: §desk}]\n", "no person `desk`"),
    ("ladders", "ladders:\n  default: [{at: 75%, tell: ana, raise: §norml}]\n",
     "no promise `norml`; did you mean `normal`?"),
    ("people", "people:\n  §lead: {name: L, email: l@c.example}\n  bo: {name: Bo, email: "
               "b@c.example}\n  ana: {name: A, email: a@c.example}\n",
     "`lead` is a word of the rules themselves"),
    ("ladders", "ladders:\n  default: [{at: 75%, remind: §requester}]\n", "`remind` is for who "
                                                                          "must act"),
    ("ladders", "ladders:\n  default: [{at: 75%, hand_to: §owner}]\n", "`hand_to: owner` hands it "
                                                                       "to nobody new"),
    ("rules", "rules:\n  - {name: r, why: w, when: {subject: x}, to: bo}\n  - {name: §R, why: w, "
              "when: {subject: y}, to: bo}\n",
     "rule name `R` is taken already: in rules/rules.yaml:2"),
    ("rules", "rules:\n  - {name: §fallback, why: w, when: {subject: x}, to: bo}\n",
     "rule name `fallback` is taken already"),
    ("rules", "rules:\n  - {name: a, why: w, when: {subject: [vpn, WLAN]}, to: bo}\n"
     "  - §{name: b, why: w, when: {subject: [VPN, wlan]}, to: ana}\n",
     "rule `b` is never reached: rule `a` in rules/rules.yaml:2 has the same conditions and comes "
     "first"),
]  # fmt: skip


@pytest.mark.parametrize(("section", "text", "message"), WRONG, ids=range(len(WRONG)))
def test_each_error_is_told_alone_at_its_place(
    section: str, text: str, message: str | None
) -> None:
    if message is None:
        message = "`promise` is missing: name one here, or add a promise `normal`"
        texts = changed(section, text)
        places = ["rules/fallback.yaml:1:1", "rules/rules.yaml:2:5"]
    else:
        clean, places = marked(f"rules/{section}.yaml", text)
        texts = changed(section, clean)
    found = problems_of(texts)
    assert [line.split(": ", 1)[0] for line in found] == places, found
    assert all(message in line for line in found), found


def test_a_circle_of_managers_is_told_at_each_of_them() -> None:
    people = "people:\n" + "".join(
        f"  {key}: {{name: N, email: {key}@c.example, manager: {boss}}}\n"
        for key, boss in [("bo", "ana"), ("ana", "cy"), ("cy", "ana")]
    )
    assert problems_of(changed("people", people)) == [
        "rules/people.yaml:3:49: managers run in a circle: ana → cy → ana",
        "rules/people.yaml:4:47: managers run in a circle: cy → ana → cy",
    ]


def test_two_people_may_cover_each_other() -> None:
    people = (
        "people:\n  bo: {name: B, email: b@c.example, cover: ana}\n"
        "  ana: {name: A, email: a@c.example, cover: bo}\n"
    )
    assert problems_of(changed("people", people)) == []


def test_all_errors_of_all_files_come_at_once_in_order() -> None:
    texts = changed(
        "people",
        "people:\n  bo: {name: Bo, email: b, manger: x}\n  ana: {name: A, email: a@c.example, "
        "cover: "
        "zz}\n",
    )
    texts["rules/rules.yaml"] = "rules:\n  - {name: r, when: {subject: '*'}, to: deks, prio: 1}\n"
    assert [problem.split(": ", 1)[0] for problem in problems_of(texts)] == [
        "rules/people.yaml:2:25",
        "rules/people.yaml:2:28",
        "rules/people.yaml:3:45",
        "rules/rules.yaml:2:5",
        "rules/rules.yaml:2:31",
        "rules/rules.yaml:2:41",
        "rules/rules.yaml:2:47",
    ]


def test_a_missing_fallback_and_ladder_are_told_for_the_folder() -> None:
    texts = changed("fallback", "fallback: {to: desk}\n")
    del texts["rules/ladders.yaml"]
    assert problems_of(texts) == [
        "rules: ladder `default` is missing: rules without `ladder:` climb it; add it under "
        "`ladders:`"
    ]
    texts = changed("", "")
    del texts["rules/fallback.yaml"]
    assert problems_of(texts) == [
        "rules: `fallback:` is missing: it says who gets what no rule takes, as in {to: desk}"
    ]


@pytest.mark.parametrize("section", [name for name in PARTS if name not in ("rules", "fallback")])
def test_a_name_in_two_files_is_an_error_at_the_second(section: str) -> None:
    texts = changed("", "")
    texts["rules/zz.yaml"] = PARTS[section]
    found = problems_of(texts)
    assert found
    assert all(line.startswith("rules/zz.yaml:") for line in found)
    assert f"is already given under `{section}` in rules/{section}.yaml:2" in found[0]


def test_a_second_fallback_is_an_error() -> None:
    texts = changed("", "") | {"rules/zz.yaml": "\nfallback: {to: bo}\n"}
    assert problems_of(texts) == [
        "rules/zz.yaml:2:1: a second `fallback`: it is already given in rules/fallback.yaml:1, "
        "keep one of them"
    ]


def test_a_file_that_cannot_be_read_hides_no_errors_of_others_and_makes_up_none() -> None:
    texts = changed("people", "people:\n  bo: {name: Bo\n")
    texts["rules/ladders.yaml"] = "ladders:\n  default: [{at: 5, tell: owner}]\n"
    assert [line.split(": ", 1)[0] for line in problems_of(texts)] == [
        "rules/ladders.yaml:2:18",
        "rules/people.yaml:3:1",
    ]


def test_a_slip_in_one_file_is_told_although_another_cannot_be_read() -> None:
    texts = changed("hours", "hours:\n  office: {zone: UTC\n")
    texts["rules/teams.yaml"] = "teams:\n  desk: {lead: anna, members: [ana, zoe], assign: lead}\n"
    told = problems_of(texts)
    assert "rules/teams.yaml:2:16: no person `anna`; did you mean `ana`?" in told
    assert len(told) == 2  # `zoe` and `office` may stand in what could not be read


def test_an_entry_that_is_wrong_itself_is_not_unknown_to_others() -> None:
    texts = changed("hours", "hours:\n  office: {zone: Mars/North, mon: 9:00-10:00}\n")
    assert len(problems_of(texts)) == 1
