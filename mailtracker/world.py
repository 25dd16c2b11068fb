"""What does not change while a decision is taken and carried out: rules, letters and
aliases; and why it is taken.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import datetime
from functools import cached_property, partial

from mailtracker.desk.alias import Alias
from mailtracker.desk.budgets import AUTOMATIC_PER_HOUR
from mailtracker.desk.ratings.rating_words import Rating, label_of, use_of_rating
from mailtracker.desk.words.buttons import line_of, use_of
from mailtracker.desk.words.word_forms import Word
from mailtracker.letters.letters import Letters
from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Classified, Message
from mailtracker.mail.outgoing.buttons import Button
from mailtracker.mail.outgoing.envelope import Ours
from mailtracker.mail.outgoing.ids import (
    ACTION,
    DRAWN,
    ActionKey,
    MailIds,
    action_address,
    action_token,
    bounce_address,
    is_like_a_token,
    is_our_id,
    is_our_token,
    mail_ids,
    mark_tokens,
    marks_key,
    read_action,
)
from mailtracker.mail.outgoing.links import Link
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass
from mailtracker.spool import RawMail

MAX_IN_LINK = 120
"""Characters of a subject in a link. Of a longer one only the reference stands there; what is
carried on has the request's own again.
"""


@dataclass(frozen=True, slots=True)
class Does:
    """What a button does: its `word`, said in the reader's `language`. `subject`: that of the mail
    that it begins, with the reference.
    """

    word: Word | Rating
    language: str
    subject: str

    @property
    def label(self) -> str:
        """What stands on it."""
        if isinstance(self.word, Rating):
            return label_of(self.word, self.language)
        return line_of(self.word, self.language)

    @property
    def begins(self) -> str:
        """The mail that it begins; below a rating there is room for a sentence."""
        return f"{self.label}\n\n" if isinstance(self.word, Rating) else f"{self.label}\n"

    @property
    def use(self) -> str:
        """The letter of its tokens."""
        word = self.word
        return use_of_rating(word) if isinstance(word, Rating) else use_of(word)


@dataclass(frozen=True)  # without slots: what each mail asks is found out once
class World:
    """What does not change while we run: rules (`policy`), wording (`letters`), `aliases` by
    mailbox name, and the `key` that marks ids as ours. `automatic_per_hour`: where the breaker
    trips. `draw` gives so many random bytes, of which the ids of a mail are made.
    """

    policy: Policy
    letters: Letters
    aliases: Mapping[str, Alias]
    key: bytes
    automatic_per_hour: int = AUTOMATIC_PER_HOUR
    draw: Callable[[int], bytes] = secrets.token_bytes

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Those of all aliases, each once."""
        return tuple(sorted({one for alias in self.aliases.values() for one in alias.addresses}))

    @cached_property
    def ours(self) -> Ours:
        """By what mails of ours are known."""
        return Ours(marks_key(self.key), self.addresses, older=partial(mark_tokens, self.key))

    def new_ids(self, host: str, bounces: bool = True) -> MailIds:
        """Of a mail that is being written now. Without `bounces` it has no envelope sender."""
        return mail_ids(self.key, self.draw(DRAWN), host, bounces)

    def button(self, alias: Alias, token: str | None, does: Does) -> Link | None:
        """The link of a button, by which its reader begins a mail that does a word, once and for a
        week, and for nobody but them. `token` is the reply token of the mail in which it stands,
        or of its line in a letter about several requests (`request_tokens.add`): who reads that
        mail may press it, on the request that the token is about. Nothing is stored.

        None where there can be no button: the alias takes no subaddresses, or is longer than 27
        characters in front of its "@". The typed word does the same there.
        """
        if token is None:
            return None
        made = action_token(self.key, token, does.use)
        address = action_address(alias.address, made)
        if address is None:
            return None
        short = does.subject
        if len(short) > MAX_IN_LINK:
            short = short[: short.find("]") + 1]
        return Link(address, short, does.begins)

    def buttons(self, alias: Alias, token: str | None, each: Iterable[Does]) -> tuple[Button, ...]:
        """Those that there can be (`button`)."""
        made = ((one.label, self.button(alias, token, one)) for one in each)
        return tuple(Button(label, link) for label, link in made if link is not None)

    def actions_in(self, tokens: Iterable[str]) -> tuple[ActionKey, ...]:
        """Those of these tokens, from behind our aliases, that are of buttons of ours."""
        found = (read_action(self.key, token) for token in tokens if ACTION.fullmatch(token))
        return tuple(one for one in found if one is not None)

    def guessed_in(self, tokens: Iterable[str]) -> tuple[str, ...]:
        """Those that look like a token of ours, and were not made with our key. A row may know some
        of them all the same: those of before there was a mark.
        """
        return tuple(one for one in tokens if is_like_a_token(one) and not self._made(one))

    def _made(self, token: str) -> bool:
        return is_our_token(self.key, token) or read_action(self.key, token) is not None

    def own_id(self, message: Message) -> str:
        """By which it is looked up in the outbox: the Message-ID with which it was written, where
        we wrote it, else that which it has.

        Mail programs that copy unknown fields into a forward (MAPI ones do) do not write from our
        address: that is a person's mail, whatever it says.
        """
        written = message.written_id
        if not (written and is_our_id(self.key, written)):
            return message.message_id
        ours = any(address.key in self._keys for address in message.from_)
        return written if ours else message.message_id

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(map(address_key, self.addresses))

    def leading(self, read_in: Alias, message: Message) -> Alias:
        """Of the aliases that a mail was written to the one that a new request of it belongs to:
        the first in To, whichever mailbox is read first; else that in whose mailbox it lies.
        """
        named = read_in.served_in(message.to)
        return self.aliases.get(named[0].name, read_in) if named else read_in

    def alias(self, mailbox: str) -> Alias:
        """The mailbox of a request; any, where the config no longer has it."""
        return self.aliases.get(mailbox) or self.any_alias

    @property
    def any_alias(self) -> Alias:
        """For what is about no mailbox in particular. Each knows the addresses of all."""
        return next(iter(self.aliases.values()))


@dataclass(frozen=True, slots=True)
class Received:
    """A `message` that was fetched and read from `raw`, what it is taken for (`classified`), and
    its line in the ledger (`line_id`). `arrived`: when the mail server got it; None where that is
    not to count. `sha256`: by which its bytes are kept, "" where they are not.
    """

    line_id: int
    message: Message
    classified: Classified
    raw: RawMail = field(repr=False)
    arrived: datetime | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a decision is taken, and when (`now`). `key` makes its mails unique ("m17", "d3.0.1");
    `received` is None where no message is the cause. `burst`: many decisions like it are taken at
    once, since ladders catch up after a downtime. `restored`: the message was handled before, by a
    database that is lost. `answered`: its writer may have had a receipt by then.
    """

    key: str
    now: datetime
    received: Received | None = None
    burst: bool = False
    restored: bool = False
    answered: bool = False


def return_path(alias: Alias, ids: MailIds) -> tuple[str, str | None]:
    """The envelope sender of a mail, and the token by which it is that mail's own; None where it is
    the alias itself.
    """
    if not alias.verp or ids.bounce is None:
        return alias.address, None
    own = bounce_address(alias.address, ids.bounce)
    return own, None if own == alias.address else ids.bounce
