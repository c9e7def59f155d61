"""The adapter over real ports, with the simulated display at the other end."""

import queue as queues
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devices.backoff import Backoff
from devices.display.line_display import TRIAL, DisplayPace, LineDisplay
from devices.display.protocols import DisplayProtocol, Lines, encode_lines, encode_start
from devices.display.simulator import Trouble, VirtualLineDisplay
from devices.health import Health, HealthResult
from devices.states import DeviceState, DeviceStatus
from devices.transports.reference import Reference, SerialReference, parse_reference
from tests.devices.memory_queue import PATIENCE_S

TEA: Lines = ("Ruby black tea    65", "TOTAL             65")
CAKE: Lines = ("Pineapple cake    55", "TOTAL            120")
CALM = DisplayPace(coalesce_s=0.001, look_s=0.01, repeat_s=1_000_000.0)
BACKOFF = (0.01, 0.05)
WELL = DeviceState.UNKNOWN, "no_reply"


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Rig:
    states: "queues.Queue[DeviceStatus]" = field(default_factory=queues.Queue)
    made: list[LineDisplay] = field(default_factory=list)

    def display(
        self,
        reference: Reference | str,
        protocol: DisplayProtocol = DisplayProtocol.CD5220,
        pace: DisplayPace = CALM,
        seconds: Callable[[], float] | None = None,
    ) -> LineDisplay:
        parsed = parse_reference(reference) if isinstance(reference, str) else reference
        display = LineDisplay(parsed, self.states.put, protocol, Backoff(*BACKOFF), pace)
        if seconds is not None:
            display.seconds = seconds
        self.made.append(display)
        return display

    def wait_for(self, state: DeviceState, detail: str = "") -> None:
        while True:
            status = self.states.get(timeout=PATIENCE_S)
            if (status.state, status.detail) == (state, detail):
                return


@pytest.fixture
def rig() -> Iterator[Rig]:
    made = Rig()
    yield made
    for display in made.made:
        display.stop()


@pytest.fixture
def cable(tmp_path: Path) -> Path:
    """Where the display's device file appears, as udev names it."""
    return tmp_path / "pole"


@pytest.mark.parametrize("protocol", DisplayProtocol)
@pytest.mark.parametrize("make", [VirtualLineDisplay.tcp, VirtualLineDisplay.pty], ids=["tcp", "pty"])
def test_what_is_shown_can_be_read(rig: Rig, make: Callable[[], VirtualLineDisplay], protocol: DisplayProtocol) -> None:
    with make() as pole:
        display = rig.display(pole.url, protocol)
        display.start()
        rig.wait_for(*WELL)
        display.show(TEA)
        assert pole.wait_for(TEA)
        display.display_text_at(1, 17, "70 euros")
        assert pole.wait_for((TEA[0], "TOTAL            70"))
        display.clear_text()
        assert pole.wait_for(("", ""))
        display.display_text_at(0, 2, "hello")
        assert pole.wait_for(("  hello", ""))
        assert pole.garbage == 0


@pytest.mark.parametrize("protocol", DisplayProtocol)
def test_of_many_texts_at_once_only_the_last_is_sent(rig: Rig, protocol: DisplayProtocol) -> None:
    clock = Clock()
    with VirtualLineDisplay.tcp() as pole:
        display = rig.display(pole.url, protocol, DisplayPace(coalesce_s=0.1, repeat_s=1_000_000), clock)
        display.show(TEA)
        display.start()
        assert pole.wait_for(TEA)
        rig.wait_for(*WELL)
        for number in range(200):
            display.show((f"{number}", ""))
        display.show(CAKE)
        clock.now += 0.1
        display.show(CAKE)
        assert pole.wait_for(CAKE)
        expected = encode_start(protocol) + encode_lines(protocol, TEA) + encode_lines(protocol, CAKE)
        assert pole.heard == expected


def test_the_same_text_is_sent_once_and_again_after_a_while(rig: Rig) -> None:
    clock = Clock()
    with VirtualLineDisplay.tcp() as pole:
        display = rig.display(pole.url, pace=DisplayPace(coalesce_s=0.1, look_s=0.001, repeat_s=15.0), seconds=clock)
        display.show(TEA)
        display.start()
        assert pole.wait_for(TEA)
        rig.wait_for(*WELL)
        pole.befall(Trouble.POWER_CYCLE)
        assert pole.lines == ("", "")
        clock.now += 15.0
        display.show(TEA)
        assert pole.wait_for(TEA)
        assert len(pole.heard) == len(encode_start(display.protocol)) + 2 * len(encode_lines(display.protocol, TEA))


def test_unplugging_is_said_and_plugging_in_again_shows_the_last_text(rig: Rig, cable: Path) -> None:
    display = rig.display(SerialReference(str(cable)))
    display.show(TEA)
    display.start()
    rig.wait_for(DeviceState.OFFLINE, "unplugged")
    with VirtualLineDisplay.pty(cable) as pole:
        assert pole.wait_for(TEA)
        rig.wait_for(*WELL)
        pole.befall(Trouble.UNPLUG)
        rig.wait_for(DeviceState.OFFLINE, "unplugged")
        display.show(CAKE)
        pole.cure(Trouble.UNPLUG)
        assert pole.wait_for(CAKE)
        rig.wait_for(*WELL)


def test_a_cable_pulled_in_the_middle_of_a_line_leaves_nothing_behind(rig: Rig) -> None:
    with VirtualLineDisplay.tcp() as pole:
        pole.befall(Trouble.DROP, after_bytes=10)
        display = rig.display(pole.url)
        display.show(TEA)
        display.start()
        rig.wait_for(DeviceState.OFFLINE, "unplugged")
        assert pole.wait_for(TEA)
        assert pole.garbage == 0


def test_a_display_that_hangs_holds_nobody_up_and_shows_the_last_text_when_it_listens_again(rig: Rig) -> None:
    with VirtualLineDisplay.pty() as pole:
        display = rig.display(pole.url)
        display.start()
        display.show(TEA)
        assert pole.wait_for(TEA)
        pole.befall(Trouble.HANG)
        for number in range(1000):
            display.show((f"{number}", ""))
        display.show(CAKE)
        pole.cure(Trouble.HANG)
        assert pole.wait_for(CAKE)


def test_nobody_at_the_address_is_a_state(rig: Rig) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    display = rig.display(f"tcp://127.0.0.1:{port}")
    display.start()
    display.show(TEA)
    rig.wait_for(DeviceState.OFFLINE, "refused")


def test_new_texts_do_not_hurry_a_port_that_just_failed(rig: Rig, cable: Path) -> None:
    clock = Clock()
    display = rig.display(SerialReference(str(cable)), seconds=clock)
    display.start()
    rig.wait_for(DeviceState.OFFLINE, "unplugged")
    with VirtualLineDisplay.pty(cable) as pole:
        display.show(CAKE)
        assert pole.heard == b""
        display.wake()
        assert pole.wait_for(CAKE)


def test_a_trial_shows_letters_and_figures_and_then_what_was_there(rig: Rig) -> None:
    said, clock = queues.Queue[Health](), Clock()
    with VirtualLineDisplay.tcp() as pole:
        display = rig.display(pole.url, seconds=clock)
        display.show(TEA)
        display.start()
        rig.wait_for(*WELL)
        display.check_health(said.put)
        assert said.get(timeout=PATIENCE_S) == Health("line_display", HealthResult.UNCONFIRMED)
        assert pole.wait_for(TRIAL)
        clock.now += display.pace.trial_s
        display.wake()
        assert pole.wait_for(TEA)


def test_a_trial_of_a_display_that_is_not_there_fails(rig: Rig, cable: Path) -> None:
    said = queues.Queue[Health]()
    display = rig.display(SerialReference(str(cable)))
    display.check_health(said.put)
    display.start()
    assert said.get(timeout=PATIENCE_S) == Health("line_display", HealthResult.FAILED, "unplugged")


def test_a_stopped_display_is_dark_and_closed(rig: Rig) -> None:
    with VirtualLineDisplay.tcp() as pole:
        display = rig.display(pole.url)
        display.start()
        display.show(TEA)
        assert pole.wait_for(TEA)
        display.stop()
        assert pole.wait_for(("", ""))
        rig.wait_for(DeviceState.CLOSED)
        display.show(CAKE)
        assert pole.lines == ("", "")
