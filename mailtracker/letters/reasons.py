"""Why a mail came to its owner → the sentence that says so, in the reader's language."""

from __future__ import annotations

from dataclasses import replace

from mailtracker.desk.request import Given, Request
from mailtracker.letters import spoken
from mailtracker.letters.wordings.spoken_here import wording_of
from mailtracker.policy.mentioned import Mentions
from mailtracker.policy.model import FALLBACK, Policy


def mentioned(found: Mentions, language: str) -> str:
    """ "the subject mentions “Bildschirm”"; "" where nothing can be quoted."""
    words = wording_of(language).mentions
    said = [words[one.where].format(one.words) for one in found.found]
    return spoken.listed(said, language) if said else ""


def with_reason(request: Request, policy: Policy, language: str) -> Request:
    """The request as a reader of that language is told why it came to its owner."""
    said = why(policy, request.given, language)
    if said == request.given.why:
        return request
    return replace(request, given=replace(request.given, why=said))


def why(policy: Policy, given: Given, language: str) -> str:
    """What the rule says to its owner, in this language where the rule has it; of what no rule
    took, who takes such mail.
    """
    if given.rule != FALLBACK:
        return _ruled(policy, given, language)
    words, to = wording_of(language), given.routed_to
    if to in policy.teams:
        return words.team_takes.format(policy.teams[to].name)
    if to in policy.people:
        return words.person_takes.format(policy.people[to].name)
    return words.no_rule


def _ruled(policy: Policy, given: Given, language: str) -> str:
    """The request keeps its reason as it was said then. In other words it is told as long as the
    rule still says the same.
    """
    rule = next((one for one in policy.rules if one.name == given.rule), None)
    if rule is None or rule.why != given.why or rule.whys is None:
        return given.why
    return rule.whys.said_in(language)
