"""Sync and devices: what support asks for, on the screen, as text and on paper; sync, examination and backup."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from devices.states import DeviceError, DeviceReport, DeviceState, DeviceStatus
from resources.language import LANGUAGES
from sync.protocol.errors import ERRORS
from terminal.domain.errors import Refusal
from terminal.ports.sync import STOPPED, Watch
from tests.ui.conftest import Counter, settle
from ui.qt.screens.first_run_states import WaitingRunner
from ui.qt.screens.sample_care import SAMPLE_FACTS, SampleCare, SampleFinding
from ui.qt.screens.sample_devices import SampleBench
from ui.qt.screens.sample_shop import NOW
from ui.qt.screens.states import Scene, new_scene
from ui.qt.screens.upkeep_states import opened
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.office.section import SectionName
from ui.viewmodels.office.support_facts import megabytes
from ui.viewmodels.office.sync import Sync, Task
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import Words

Key = Qt.Key
ROOT = Path(__file__).parents[2]
OF_OTHERS = {"lane_gap", "lane_unknown", "server_url_invalid", "store_exists", "store_newer"}
"""What only commands and the first run are refused."""


def sync(scene: Scene, care: SampleCare | None = None) -> tuple[Sync, SampleCare]:
    there = care or SampleCare()
    scene.till.desk.care = there
    section = opened(scene, SectionName.SYNC)
    assert isinstance(section, Sync)
    return section, there


def shown(section: Sync) -> dict[str, tuple[str, Tone]]:
    return {fact.name: (fact.value, fact.tone) for group in section.groups for fact in group.rows}


def name_of(scene: Scene) -> StageName:
    return scene.till.stage.name


def said(scene: Scene) -> tuple[Tone, str]:
    notice = scene.till.desk.notice
    assert notice is not None
    return notice.tone, notice.text


def test_everything_support_asks_for_is_there() -> None:
    section, _ = sync(new_scene("en"))
    facts = shown(section)
    assert facts["Terminal id"][0] == SAMPLE_FACTS.terminal
    assert facts["Journal"][0] == "epoch 1, 18,402 frames"
    assert facts["Programme"][0] == "7 (5d41402abc4b)"
    assert facts["Clock"][0] == "as the server's"
    assert facts["To upload"] == ("0", Tone.PLAIN)
    assert facts["Other lanes"][0] == "1 known"
    assert facts["Database"][0] == "612.0 MB" and facts["Free on disk"][0] == "84.3 GB"
    assert facts["Print queue"][0] == "Printed: 214"
    assert facts["Printer"][0].startswith("working · Last trouble")
    assert facts["Display"][0] == "Not set up"


def test_trouble_is_amber() -> None:
    care = SampleCare(
        known=replace(
            SAMPLE_FACTS,
            unsent=3,
            oldest_unsent=NOW,
            refusal="epoch_frozen",
            parked=("lane_forked",),
            free_bytes=1,
            relay=False,
        )
    )
    scene = new_scene("en")
    bench = SampleBench()
    status = DeviceStatus("printer", DeviceState.OFFLINE, "unplugged")
    bench.shown[0] = DeviceReport(status, "file:///dev/usb/lp0", DeviceError("unplugged", NOW))
    scene.till.desk.bench = bench
    section, _ = sync(scene, care)
    section.clock = timedelta(seconds=200)
    facts = shown(section)
    assert facts["To upload"] == ("3", Tone.AMBER)
    frozen, forked = facts["Refused"][0].split("\n")
    assert frozen.startswith("Two tills use one identity") and frozen.endswith(" (epoch_frozen)")
    assert forked.startswith("Two machines use one till's identity") and facts["Refused"][1] is Tone.AMBER
    assert facts["Clock"] == ("200 s ahead of the server", Tone.AMBER)
    assert facts["Free on disk"][1] is Tone.AMBER and facts["Printer"][1] is Tone.AMBER
    assert facts["Other lanes"][0] == "exchange switched off"
    section.clock = timedelta(seconds=-7)
    assert shown(section)["Clock"] == ("7 s behind the server", Tone.PLAIN)


def refusals_of_sync() -> set[str]:
    """What the server answers with, and what sync and the store refuse by themselves."""
    kinds = {*ERRORS, "lane_forked", "lane_signature_wrong"}
    for path in (*(ROOT / "sync/client").glob("*.py"), *(ROOT / "terminal/store").rglob("*.py")):
        kinds |= set(re.findall(r'Refusal\(\s*"(\w+)"', path.read_text(encoding="utf-8")))
    return kinds - OF_OTHERS


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_sync_may_be_refused_has_a_sentence_that_needs_nothing_more(language: str) -> None:
    words, kinds = Words(language), refusals_of_sync()
    assert {"epoch_frozen", "push_gap", "server_unreachable", "snapshot_damaged", "disk_full"} <= kinds
    unknown = words.refused("of_a_newer_server")
    assert unknown and "newer" not in unknown
    bare = {kind: said for kind in kinds if "{" in (said := words.refused(kind)) or said == unknown}
    assert bare == {}


def test_a_server_out_of_reach_leaves_its_clock_unknown() -> None:
    scene = new_scene("en")
    section, _ = sync(scene, SampleCare(refuses=Refusal("server_unreachable")))
    assert shown(section)["Clock"][0] == "server not reached"
    assert scene.till.desk.notice is None


def test_a_terminal_that_never_synced() -> None:
    section, _ = sync(new_scene("en"), SampleCare(known=replace(SAMPLE_FACTS, last_success=None, print_jobs={})))
    assert shown(section)["Last sync"][0] == "never" and shown(section)["Print queue"][0] == "none"


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_key_copies_it_as_text_without_a_word_about_anybody(language: str) -> None:
    scene = new_scene(language)
    section, _ = sync(scene)
    copied: list[str] = []
    section.to_clipboard = copied.append
    scene.type("c")
    (text,) = copied
    assert SAMPLE_FACTS.terminal in text and "https://points.example.com" in text
    for member in scene.shop.members.values():
        assert member.phone not in text and (not member.name or member.name not in text)
    assert SAMPLE_FACTS.home not in text


def test_one_key_prints_it() -> None:
    scene = new_scene("en")
    section, care = sync(scene)
    queued: list[bool] = []
    scene.till.desk.receipt_queued.add(lambda: queued.append(True))
    scene.type("D")
    scene.type("P")
    (document,) = care.printed
    words = " ".join(f"{row.left} {row.right}" for row in document.rows)
    assert SAMPLE_FACTS.terminal in words and "Free disk space in order" in words
    assert queued == [True] and section.results


def test_sync_now() -> None:
    scene = new_scene("en")
    _, care = sync(scene)
    scene.type("S")
    assert care.asked == ["clock", "sync", "clock"]
    assert said(scene) == (Tone.CALM, "Synced: all is uploaded and up to date.")


def test_sync_that_fails_says_why_and_what_is_safe() -> None:
    scene = new_scene("en")
    _, care = sync(scene)
    care.refuses = Refusal("server_unreachable")
    scene.type("S")
    assert said(scene)[0] is Tone.RED and "Sales are safe here" in said(scene)[1]


def test_the_examination_in_words() -> None:
    scene = new_scene("en")
    section, care = sync(scene)
    scene.type("d")
    assert said(scene) == (Tone.CALM, "All is in order.")
    assert [fact.value for fact in section.results] == ["in order"] * 5
    care.findings = (SampleFinding("chain", False), SampleFinding("pages", False, {"kind": "store_damaged"}))
    scene.type("d")
    assert said(scene)[0] is Tone.RED
    assert section.results[0].value == "broken" and "damaged" in section.results[1].value


def test_back_up_says_where_it_is() -> None:
    scene = new_scene("en")
    sync(scene)
    scene.type("b")
    assert "/backups/2026-11-21-143200" in said(scene)[1]


def test_what_takes_its_time_shows_how_far_it_is_and_is_stopped_by_esc() -> None:
    scene = new_scene("en")
    section, care = sync(scene)
    runner = WaitingRunner()
    scene.till.desk.aside = runner
    scene.type("b")
    scene.type("s")
    assert section.task is Task.BACK_UP and len(runner.jobs) == 1
    watch = section.watch
    assert watch is not None
    watch.done, watch.total = 1, 4
    assert (section.share, section.task_text) == (0.25, "Backing up …")
    care.refuses = Refusal(STOPPED)
    scene.press(Command.BACK)
    assert name_of(scene) is StageName.OFFICE and not watch.is_wanted
    assert section.task_text == "Stopping …"
    runner.work()
    assert section.task_text == "" and said(scene)[1] == "Stopped. Nothing was changed."
    scene.press(Command.BACK)
    assert name_of(scene) is StageName.SELLING


def test_buttons_copy_and_stop(counter: Counter) -> None:
    section, care = sync(counter.scene)
    settle()
    counter.tap("copy")
    assert QGuiApplication.clipboard().text() == section.text
    counter.tap("sync_now")
    assert "sync" in care.asked
    section.task, section.watch = Task.BACK_UP, Watch()
    watch = section.watch
    counter.scene.till.changed.tell()
    counter.tap("stop")
    assert not watch.is_wanted
    counter.key(Key.Key_PageDown)


def test_sizes_for_people() -> None:
    assert (megabytes(0), megabytes(12_345_678), megabytes(1_234_567_890)) == ("0.0 MB", "12.3 MB", "1.2 GB")
