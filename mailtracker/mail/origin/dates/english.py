"""The English words that say when somebody is away."""

from __future__ import annotations

from mailtracker.mail.origin.dates.words import date_words

WORDS = date_words(
    months="january jan|february feb|march mar|april apr|may|june jun|july jul|august aug"
    "|september sept sep|october oct|november nov|december dec",
    weekdays="monday mon|tuesday tue tues|wednesday wed|thursday thu thur thurs|friday fri"
    "|saturday sat|sunday sun",
    numbers="one a|two|three|four|five|six|seven|eight|nine|ten",
    units=(
        r"(?:working |business |calendar )?days?",
        r"weeks?",
        r"(?:calendar )?weeks?(?: no\.?| number)?|wk\.?|cw",
    ),
    phrases=r"""
veto              your (?:e-?mail|message|letter|request|note)[^.\n]{0,20} (?:of|from|dated)
veto              (?:sent|received|dated|written|updated|founded|established)(?: on)?
every             every|each
gone              no longer (?:works?|working|with|employed|at)
gone              (?:has |have )?left (?:the|us|our|this)(?: company| firm| team| school)?
gone              retired|in retirement
lastday           (?:my |his |her )?(?:last|final) (?:working )?day
rel.betweenyears  between christmas and (?:the )?new year(?:['’]?s(?: day)?)?
rel.restweek      (?:for )?(?:the )?(?:rest|remainder) of (?:the|this) week
rel.endweek       (?:the )?end of (?:the|this) week
rel.endmonth      (?:the )?end of (?:the|this) month
rel.endyear       (?:the )?(?:end|rest|remainder) of (?:the|this) year
rel.endyear       (?:the )?year['’]?s? end
rel.newyear       (?:in )?(?:the )?(?:new year(?:['’]?s(?: day)?)?|next year)
rel.christmas     (?:the )?christmas(?: day| break| holidays?)?|xmas
rel.easter        easter(?: holidays?| break)?
rel.overmorrow    (?:the )?day after tomorrow
rel.tomorrow      tomorrow
rel.yesterday     yesterday
rel.today         today|this (?:morning|afternoon)
rel.thisandnextweek  this (?:week )?and next week
rel.thisweek      (?:all |for )?this week|all week
rel.nextweek      next week
rel.weekend       (?:the )?week-?end
next              next
this              this|(?:the )?coming
end               (?:the )?(?:very )?(?:end(?: of)?|late)
middle            mid(?:-|dle of)?
start             (?:the )?(?:beginning|start) of|early
coming            (?:for )?(?:the )?(?:next|coming)(?= \d)
until             up (?:to|until)(?: and including)?|until|un?till|['’]?till?\b|through
until             thru
after             after
before            before|prior to
since             since
between           between
from              (?:starting|beginning|effective)(?: from| on)?|with effect from
from              as (?:of|from)|from|on or after
in                (?:with)?in(?= (?:about |around )?\d)
to                to|-|–|—
and               and|&
not               not|never|n['’]t|unable
other             (?:please )?(?:contact|phone|call|ring|ask|write to|speak to|see)\b
other             cover(?:s|ing)|stand(?:s|ing) in|deputi\w+|in charge|looking after
other             can help
away              not (?:be )?(?:in(?: the office)?|available|working|at|around|here)
away              not (?:be )?(?:reachable|looking)
away              out\b|away|off|(?:on )?\w* ?leave|holidays?|vacation|travel+ing|absent
away              absence|clos(?:ed|ure)|shut|unavailable|sick|ill|conference|training
away              course|pto|abroad|trip|offline|sabbatical|limited access|break
away              unreachable|ooo|reduced hours|no access
back              back|return(?:s|ing)?|re-?open(?:s|ing)?|resum(?:e|es|ing)|again
back              at my desk|in the office
answer            repl(?:y|ies)|respond|answer|read|pick(?:ing)? (?:up|it up)|be in touch
answer            hear from|deal with|attend to|catch up|get to (?:it|your)
answer            look(?:ing)? at|normal|process|available|see your
works             i (?:only |usually |normally )?work|working (?:days|hours|pattern)
works             (?:opening|office) hours|part[- ]time|open
""",
)
