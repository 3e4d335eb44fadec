"""Two people in one report at once, each in a process of his own: nobody's number is silently lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import defaultdict
from pathlib import Path

import pytest
from bench import holds

from tests.databases import fresh

UNITS, CELLS, ROUNDS = 4, 40, 25


class City:
    """A city in a folder, and what people do in it (城市)."""

    def __init__(self, folder: Path) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DIAODU_", "DJANGO_"))}
        made = ["--units", str(UNITS), "--months", "9", "--database", fresh()]
        subprocess.run([sys.executable, "-m", "bench.desk", str(folder), *made], check=True, env=kept)

        environment = {**kept, "DIAODU_HOME": str(folder)}
        self.people = [_person(environment) for _ in range(3)]

    def at_once(self, *jobs: tuple[str, ...]) -> list[list[dict]]:
        """Every job in a process of its own, begun at the same moment; what each says, line by line."""
        at_work = self.people[: len(jobs)]
        for person, job in zip(at_work, jobs, strict=True):
            person.stdin.write(json.dumps(job) + "\n")
        for person in at_work:
            person.stdin.flush()
        said: list[list[dict]] = [[] for _ in jobs]
        readers = [threading.Thread(target=_read, args=pair) for pair in zip(at_work, said, strict=True)]
        for reader in readers:
            reader.start()
        for reader, job, lines in zip(readers, jobs, said, strict=True):
            reader.join(120)
            assert lines[-1:] == [{"end": 1}], job
            lines.pop()
        return said

    def ask(self, *job: str) -> dict:
        """One job alone; its last line."""
        return self.at_once(job)[0][-1]

    def leave(self) -> None:
        for person in self.people:
            person.stdin.close()
            person.wait(20)


def _person(environment: dict[str, str]) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.flows.editor"]
    return subprocess.Popen(
        command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def _read(person: subprocess.Popen, said: list[dict]) -> None:
    for line in person.stdout or ():
        said.append(json.loads(line))
        if "end" in said[-1]:
            return


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    found = City(tmp_path_factory.mktemp("editors") / "city")
    yield found
    found.leave()


def test_of_two_editors_nobodys_cell_is_silently_lost(city):
    """Of all that was acknowledged, each value stands there, or was replaced by one who had seen it."""
    said = city.at_once(*(("edit", "0", str(seed), str(CELLS), str(ROUNDS)) for seed in (1, 2)))
    taken = [one for lines in said for one in lines if one["rev"]]
    refused = [one for lines in said for one in lines if not one["rev"]]
    assert refused  # they did meet
    assert len(taken) > CELLS
    steps = defaultdict(dict)
    for one in taken:
        assert one["rev"] not in steps[one["slot"]], "two changes of a cell bear one number"
        steps[one["slot"]][one["rev"]] = one
    now = city.ask("cells", "0")
    for slot, changes in steps.items():
        assert sorted(changes) == list(range(1, len(changes) + 1))  # none is missing in between
        for rev, one in changes.items():
            assert one["saw"] == rev - 1  # whoever replaced a number had it before him
        assert now["cells"][slot] == [changes[len(changes)]["value"], len(changes)]
    for one in refused:  # told whose number stands there, and what it is
        assert one["theirs"] == steps[one["slot"]][one["now"]]["value"]
    assert now["saves"] == now["edition"]


def test_what_is_signed_is_what_was_there_when_it_was_handed_in(city):
    """One hands in while the other still writes: what comes later is refused, not slipped under it."""
    said = city.at_once(("submit", "1"), ("edit_until_closed", "1", "3"))
    version = city.ask("version", "1")
    assert said[0][-1]["done"] == 1
    assert version["content"] == version["cells"]
    assert version["digest_holds"]
    assert any(one.get("refused") for one in said[1])  # it was closed to the other one


def test_a_report_is_either_signed_or_returned(city):
    city.ask("bring_to_signing", "1")
    said = city.at_once(("sign", "1"), ("send_back", "1"))
    done = [lines[-1]["done"] for lines in said]
    stage = city.ask("version", "1")["stage"]
    assert done in ([1, 1], [0, 1], [1, 0])
    # A dispatcher may still return what is signed; a signature never lands on what was returned.
    assert stage == ("returned" if done[1] else "signed")


def test_two_clicks_sign_once(city):
    city.ask("bring_to_signing", "2")
    said = city.at_once(("sign", "2"), ("sign", "2"), ("sign", "2"))
    assert sum(lines[-1]["done"] for lines in said) == 1
    found = city.ask("posted", "2")
    assert found["signatures"] == found["sources"] == 1
    assert found["figures"] == 75


def test_two_loops_issue_a_month_once(city):
    said = city.at_once(("issue", "2027", "1"), ("issue", "2027", "1"))
    assert sorted(lines[-1]["done"] for lines in said) == [0, UNITS]
    assert city.ask("issued", "2027", "1")["done"] == UNITS


def test_afterwards_nothing_is_half(city):
    assert city.ask("halves")["found"] == []
    assert holds.ACTS  # the same checks as after a kill
