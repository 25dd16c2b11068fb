"""The English words that say when somebody is away."""

from __future__ import annotations

from mailtracker.mail.origin.dates.words import date_words

WORDS = date_words(
    names=(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug"
        "|september sept sep|october oct|november nov|december dec",
        "monday mon|tuesday tue tues|wednesday weds wed|thursday thu thur thurs|friday fri"
        "|saturday sat|sunday sun",
        "one a|two|three|four|five|six|seven|eight|nine|ten",
    ),
    units=(
        r"(?:working |business |calendar )?days?",
        r"weeks?",
        r"(?:calendar )?weeks?(?: no\.?| number)?|wk\.?|cw",
    ),
    month_first=True,
    phrases=r"""
veto              your (?:e-?mail|message|letter|request|note)[^.\n]{0,20} (?:of|from|dated)
veto              (?:sent|received|dated|written|updated|founded|established)(?: on)?
week.of           (?:the )?week (?:commencing|beginning|starting|of)|w/c
fortnight         (?:an? )?fortnight
every             every|each|(?:mon|tues|wednes|thurs|fri)days
gone              (?:have|has) left (?!early|for|the|home|my)\w+(?= (?:as of|on))
gone              no longer (?:works?|employed|with (?:us|the)|at (?:the|this) (?:company|firm))
gone              retired|no longer working (?:at|for|with|here)|(?:is|am) no longer with
gone              in retirement
gone              (?:has |have )?left (?:us|(?:the|our|this) (?:company|firm|team|school))
gone              (?:has |have )?left (?:the|our|this) (?:organi[sz]ation|university)
lastday           (?:my |his |her )?(?:last|final) (?:working |opening )?day
rel.betweenyears  between christmas and (?:the )?new year(?:['’]?s(?: day)?)?
rel.restweek      (?:for )?(?:the )?(?:rest|remainder) of (?:the|this) week
rel.endweek       (?:the )?end of (?:the|this) week
rel.endmonth      (?:the )?end of (?:the|this) month
rel.endyear       (?:the )?(?:end|rest|remainder) of (?:the|this) year|(?:the )?year['’]?s? end
rel.newyear       (?:in )?(?:the )?(?:new year(?:['’]?s(?: day)?)?|next year)
rel.christmas     (?:the )?christmas(?: day| break| holidays?)?|xmas
rel.easter        easter(?: holidays?| break)?
rel.overmorrow    (?:the )?day after tomorrow
rel.tomorrow      tomorrow
rel.yesterday     yesterday
rel.today         for the day|today|this (?:morning|afternoon)|tonight|all day
rel.thisandnextweek  this (?:week )?and next(?: week)?|this week and the (?:next|following)
rel.thisweek      (?:all |for )?this week|all week
rel.nextweek      next week
rel.weekend       (?:the )?week-?end
time              (?:first thing )?in the (?:early )?(?:morning|afternoon|evening)
time              (?:at )?(?:noon|midday|lunchtime)
time              (?:at )?(?:the )?(?:close of business|cob|eob|end of (?:the )?(?:business|day))
time              (?:morning|afternoon|evening)
coming            (?:for )?(?:the )?(?:next|coming)(?= \d)
next              next
this              this|(?:the )?coming
rest              (?:the )?(?:rest|remainder) of
end               (?:the )?(?:very )?(?:end(?: of)?|late)
middle            mid(?:-|dle of)?
start             (?:the )?(?:beginning|start) of|early
other             (?:please )?(?:contact|phone|call|ring|ask|write to|speak to|please see)
other             cover(?:s|ing)|stand(?:s|ing) in|deputi\w+|in charge|looking after|can help
away              secondment|client site|customer site
away              not (?:be )?(?:in(?: the office)?|available|working|at|around|here)
away              not (?:be )?(?:reachable|looking|on)|no access|out of office|out|away|off
away              (?:on )?\w* ?leave|holidays?|vacation|travel+ing|absent|absence|half[- ]term
away              clos(?:ed?|ure|es|ing)|shut|unavailable|sick|ill|poorly|unwell|surgery
away              conference|training|course|pto|abroad|trip|offline|sabbatical
away              (?:limited|no) (?:\w+ )?access|break|unreachable|ooo|honeymoon|workshop
away              reduced hours|jury (?:duty|service)|fair|exhibition|offsite|field ?work|visit
back              (?:be|is) fine|open (?:as usual|again)|back|return(?:s|ing)?|re-?open(?:s|ing)?
back              resum(?:e|es|ing)|again|next in|at my desk|in the office
answer            repl(?:y|ies|ying)|respond(?:ing)?|answer(?:ing)?|read(?:ing)?
answer            pick(?:ing)? (?:up|it up)|be in touch|hear from|deal(?:ing)? with|attend to
answer            catch up|get to (?:it|your)|look(?:ing)? at|normal|process|available
answer            see you(?:r)?
works             day off|only in|i (?:only |usually |normally )?work
works             working (?:days|hours|pattern)|(?:opening|office) hours|part[- ]time|open
until             (?:ends?|finish(?:es)?|lasts?)(?: on| until)?(?= (?:\w+ )?(?:the )?\d)
until             up (?:to|until)(?: and including)?|until|un?till|['’]?till?\b|through|thru
after             after
before            before|prior to
since             (?:started|began|begun)(?: on)?|since
between           between
from              (?:starting|beginning|effective)(?: from| on)?|with effect from|as (?:of|from)
from              from|on or after
in                (?:with)?in(?= (?:about |around )?\d)
to                to|-|–|—
about             about|around|roughly|approximately
and               and|&
only              (?:at the )?earliest|no earlier than|only
not               not|never|no|nor|n['’]t|unable
""",
)
