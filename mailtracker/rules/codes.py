"""Every kind of mistake in rules files: a code that never changes → what it
means and what to do about it.
"""

from __future__ import annotations

from collections.abc import Mapping

ERRORS: Mapping[str, str] = {
    # the file
    "unreadable-file": "A file or the folder cannot be read, is no file, is too large, or the "
    "folder has no .yaml file.",
    "not-utf8": "The file is in another encoding. Save it as UTF-8; the place is its first foreign "
    "byte.",
    "not-yaml": "YAML cannot be read further than this place. Look at the indentation, at quotes, "
    "and for tabs.",
    "not-rules": "The file is empty, or holds a list or a text at its top instead of keys such as "
    "`rules:`.",
    "second-document": "A line `---` begins a second document. One file is one document: put it "
    "into a file of its own.",
    "alias": "YAML aliases (`*name`) are not allowed: a few lines of them can stand for millions. "
    "Write the value out.",
    "anchor": "YAML anchors (`&name`) are not allowed, as they are only there for aliases.",
    "tag": "YAML tags (`!!python/...`, `!include`) are not allowed. Values are plain texts, lists "
    "and mappings.",
    "control-character": 'An unprintable character. In double quotes `"\\b"` is a backspace: plain '
    "words match whole anyway.",
    "too-deep": "Nested deeper than 50, more than 500 files, or files included more than 20 deep.",
    "duplicate-key": "The same key twice in one mapping. YAML would keep one of them and say "
    "nothing.",
    "bad-key": "A key that is no plain word of at most 64 letters, digits, `-`, `_` and `.`.",
    # include and other files
    "bad-path": "A path or a link that leaves the rules folder, a hidden path, or one that names "
    "no .yaml file where rules are included. Links that stay inside are fine.",
    "no-such-file": "`include`, `attach` or `eml` names a file that is not there or too large. "
    "Paths begin at the rules folder.",
    "include-circle": "Files include each other in a circle.",
    "duplicate-include": "A file is included a second time: its rules would stand there twice.",
    # shape
    "unknown-key": "A key that is not known at this place. Most are typing errors: see the "
    "suggestion.",
    "not-built": "A key of the design that this version cannot do yet.",
    "missing-key": "Something that must be said is not: a rule's `why`, a promise's `hours`, the "
    "`fallback`, ...",
    "wrong-shape": "A list where a text belongs, a text where a mapping belongs, and so on.",
    "both-keys": "An old key beside the new one that means the same. Keep the new one.",
    "empty": "A value, a list or a condition with nothing in it. Write something, or remove the "
    "key.",
    # values
    "bad-span": "No length of time. Write `4 working hours`, `30 minutes`, `2 working days`.",
    "bad-percent": "No percentage. Write a whole number from 1% to 10000%, or how long before or "
    "after the promised time.",
    "bad-hours": 'No opening. Write "09:00-17:00"; a night is two, up to 24:00 and from 00:00. A '
    "date may also be `closed`, `open`, `until 12:00` or `from 10:00`.",
    "bad-days": "No weekdays. Write mon, tue, wed, thu, fri, sat, sun, `mon-fri` or `mon,wed`.",
    "bad-zone": "No time zone. Write its name as in Europe/Berlin.",
    "bad-holidays": 'No holidays are known for this code or kind. Write a country ("DK") or a part '
    'of one ("DE-BE"), and kinds that it has.',
    "no-such-year": "The holidays of this place are not known for the present year: it would seem "
    "to have none.",
    "no-effect": "A place that adds no day off to those that the hours name before it, or has "
    "none.",
    "bad-by": "No time that comes again. Write `06:30 each working day`, `17:00 each friday`, "
    "`09:00 each month on the 1st` or `on the last working day`.",
    "bad-feed": "No address of a calendar, or one that anybody on the way could change. Write "
    "`https://...`, as the calendar is published by.",
    "bad-date": "No date or time. Write 2026-01-05, `2026-12-20 to 2027-01-03`, or `2026-11-25 "
    "22:00 Europe/Berlin`.",
    "bad-choice": "None of the words that may stand here; the message lists them.",
    "bad-address": "No mail address or domain. Write bo@corp.example, `*@corp.example`, or a bare "
    "domain for `from_domain`.",
    "bad-list-id": "No List-Id. Write staff.corp.example, or `*.corp.example`.",
    "bad-language": "No language code. Write two letters, as in en, de or da.",
    "bad-header": "No header name. Write it without colon, as in X-Priority.",
    "bad-size": "No size. Write `5 MB` or `200 kB`.",
    "bad-phone": "No phone number. Digits, spaces and `+ - ( ) /` only, in quotes.",
    "bad-words": "Words that could never be found: signs only, or `*` elsewhere than at the end of "
    "a word.",
    "bad-regex": "A regular expression that RE2 does not take, or that would miss what it seems to "
    "find; the message says why.",
    "slow-regex": "A regular expression that a mail made against it would make slow enough to hold "
    "up other mail (measured).",
    # names
    "unknown-name": "A person, team, group, promise, ladder or hours that no file gives. See the "
    "suggestion.",
    "unknown-hook": "A hook that config.toml does not have: `post:` would tell nobody.",
    "reserved-name": "A key that is a word of the rules themselves: owner, cover, manager, "
    "lead, "
    "watchers, requester, nobody, always.",
    "duplicate-name": "The same person, team and so on in two places, or one word for a person and "
    "a team.",
    "duplicate-rule-name": "Two rules of one name: reports could not tell them apart.",
    "duplicate-address": "One address that two people have: nobody could say who wrote.",
    # meaning
    "own-cover": "Somebody who is their own cover.",
    "always-for-person": "`always` is for promises; people have hours in which they work.",
    "calendar-without-hours": "A person with a `calendar` and no `hours`: only what covers one of "
    "their working days is an absence. Add `hours:`.",
    "manager-circle": "Managers who are each other's managers: a missed promise would never reach "
    "the top.",
    "no-working-time": "Hours without any day.",
    "days-twice": "A day that stands under two keys of the same hours.",
    "overlapping-hours": "An opening that begins before the one before it ends.",
    "member-twice": "Somebody who stands twice among the members of a team.",
    "rungs-order": "A rung that does not come after the one above it, for sure or with a promise "
    "whose requests climb the ladder. An error; a warning where that depends on when the promise "
    "begins.",
    "rung-does-nothing": "A rung that neither reminds, nor hands over, nor tells, nor raises, nor "
    "posts.",
    "repeat-not-last": "Only the last rung may repeat.",
    "remind-requester": "`remind` is for who must act. The requester is told: `tell: requester`.",
    "hands-to-nobody": "`hand_to` names the owner, the requester or the watchers, who cannot take "
    "over.",
    "machine-asks": "`kind: machine` and `requester: reply_to` in one rule: either nobody asks, or "
    "the human in Reply-To does.",
    "nobody-answers": "A promise, help or the like in a rule for nobody, or a `reason` in a rule "
    "that has an owner.",
    "never-reached": "An earlier rule takes all its mail. With equal conditions an error, with "
    "wider ones before it a warning.",
    "failed-test": "A test of a rule goes elsewhere than it says, or one of expected mail is not "
    "what it says.",
    "asks-nobody": "Of expected mail `from`, `ask` and `ask_at` go together: who is asked what, "
    "and when.",
    "answer-unseen": "People are asked for something, and their answers would not count, since "
    "`when` wants other words than the name.",
    "duplicate-expected": "Expected mail of one name in two places: nobody could tell them apart.",
}

WARNINGS: Mapping[str, str] = {
    "no-templates": "A language without templates: these mails are in the next one that fits, in "
    "the end the first of the mailbox's `languages` that has templates.",
    "old-key": "A key that has another name now. It is read until the next version: write the new "
    "one.",
    "untested-rule": "A rule, or expected mail, without a test. Write one mail that it must "
    "take; the next change then cannot break it unseen.",
    "outside-address": "A person's address outside `own_domains`: internal mail would leave the "
    "organisation.",
    "unnamed-form": "`requester: reply_to` without the whole address of a form under `from:`: its "
    "mails would stay without a requester.",
    "takes-expected": "A rule for mail that is expected: it is ticked off, and opens no request.",
    "never-expected": "Expected mail that none can be: it would be missing for ever.",
    "alias-loop": "An alias that we serve, as a person's address or as a sender: its mail comes "
    "back to us and is never routed.",
    "list-address": "A list of `own_lists`, or its software, as a person's address: all members "
    "would get what is for one person.",
    "gone": "Somebody who is away for good and still owns, leads, covers or is told.",
    "rota-gap": "Days within the next 60 on which whoever has the turn is away, and so is their "
    "cover.",
    "parts-differ": "A place of which not every part, or not everybody, has the same days off; the "
    "message names the days on which we count work. Name the part, the kind or the day.",
    "last-year": "The holidays of this place are not known beyond this year.",
    "by-the-clock": "A promise of `4 hours` that names working hours: they count at night and on "
    "free days. Write `4 working hours`, or `hours: always`.",
    "promise-without-hours": "A promise that counts on days on which nobody who gets its requests "
    "works.",
    "rung-at-once": "A rung `... before` the promised time that is as long as a promise whose "
    "requests climb the ladder: it is due as soon as that begins.",
    "ladder-alone": "A ladder on which no second person ever hears of a missed promise.",
    "ladder-ends": "A ladder whose last rung reaches no second person and does not repeat.",
    "nobody-second": "Somebody who owns requests without manager, cover, lead or anybody of the "
    "fallback beside them: silence would reach nobody.",
    "not-included": "A rules file in a subfolder that no `include` names: nothing of it counts.",
    "takes-most": "A rule (or the fallback) that took more than half of the last 30 days' "
    "requests: it may be too wide.",
}

CODES: Mapping[str, str] = {**ERRORS, **WARNINGS}
