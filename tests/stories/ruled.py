"""The company whose rules a story changes as data."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

from mailtracker.store import requests
from tests.stories.company import Company


class Ruled(Company):
    """The company with rules that are changed as data."""

    change = staticmethod(lambda policy: policy)

    @contextmanager
    def runtime(self):
        with super().runtime() as runtime:
            runtime.world = replace(runtime.world, policy=self.change(runtime.world.policy))
            yield runtime

    def give(self, *, files=(), people=None, team=None, **changed):
        """Change the rule for VPN, people and the team from now on."""

        def change(policy):
            rules = (replace(policy.rules[0], **changed), *policy.rules[1:])
            who = {key: replace(policy.people[key], **more) for key, more in (people or {}).items()}
            desk = replace(policy.teams["desk"], **(team or {}))
            return replace(
                policy,
                rules=rules,
                files={file.name: file for file in files},
                people={**policy.people, **who},
                teams={**policy.teams, "desk": desk},
            )

        self.change = change

    def history(self, kind, reference="IT-1001"):
        with self.runtime() as runtime, runtime.store.read() as conn:
            request = requests.by_reference(conn, reference)
            return [
                event.text for event in requests.history(conn, request.id) if event.kind == kind
            ]
