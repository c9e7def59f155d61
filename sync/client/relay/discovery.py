"""Finding the other lanes: those that a setting names, and those that announce themselves by multicast DNS."""

import logging
import secrets
import threading
from collections.abc import Callable, Sequence

import ifaddr
from zeroconf import Error, IPVersion, ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from sync.client.relay.wire import Address

SERVICE = "_stillpoint._tcp.local."
_MARK = "s"
_RESOLVE_MS = 2_000
FOUND_MAX = 64
ADDRESSES_MAX = 4

_log = logging.getLogger(__name__)


def parse_peers(text: str) -> tuple[Address, ...]:
    """The addresses in the setting ``relay_peers``: ``host:port``, parted by commas."""
    named = (entry.strip().rpartition(":") for entry in text.split(",") if entry.strip())
    return tuple(Address(host.strip("[]"), int(port)) for host, _, port in named)


def own_addresses() -> tuple[str, ...]:
    """The IPv4 addresses of this machine on its networks."""
    every = {str(one.ip) for adapter in ifaddr.get_adapters() for one in adapter.ips if one.is_IPv4}
    return tuple(sorted(address for address in every if not address.startswith("127.")))


class Neighbours:
    """The addresses of lanes known at the moment; any thread may ask."""

    def __init__(self, named: Sequence[Address] = ()) -> None:
        self._named = tuple(named)
        self._lock = threading.Lock()
        self._found: dict[str, tuple[Address, ...]] = {}

    def addresses(self) -> tuple[Address, ...]:
        """All of them, each once."""
        with self._lock:
            found = [address for several in self._found.values() for address in several]
        return tuple(sorted({*self._named, *found}))

    def found(self, name: str, addresses: tuple[Address, ...]) -> None:
        """Somebody announces themselves there; whoever pretends to be a crowd is not asked any more."""
        with self._lock:
            if name in self._found or len(self._found) < FOUND_MAX:
                self._found[name] = addresses[:ADDRESSES_MAX]

    def lost(self, name: str) -> None:
        """Somebody has said goodbye, or has not been heard for long."""
        with self._lock:
            self._found.pop(name, None)


class Announcement:
    """Announces this lane, and hears the announcements of others with the same mark, until it is closed.

    What is announced is a random name, a port, and the store's mark, which says nothing to who has not the group's key.
    """

    def __init__(self, neighbours: Neighbours, mark: str, port: int, interfaces: Sequence[str]) -> None:
        self._neighbours = neighbours
        self._mark = mark
        self._lock = threading.Lock()
        self._unresolved: set[str] = set()
        self._zeroconf = Zeroconf(interfaces=list(interfaces), ip_version=IPVersion.V4Only)
        self._own = f"{secrets.token_hex(8)}.{SERVICE}"
        info = ServiceInfo(
            SERVICE,
            self._own,
            port=port,
            properties={_MARK: mark},
            server=f"{secrets.token_hex(8)}.local.",
            parsed_addresses=list(interfaces),
        )
        try:
            self._zeroconf.register_service(info)
            self._browser = ServiceBrowser(self._zeroconf, SERVICE, listener=_Listening(self._heard, self._gone))
        except BaseException:
            self._zeroconf.close()
            raise

    def resolve(self) -> None:
        """Asks where those are who announced themselves without saying it."""
        with self._lock:
            names, self._unresolved = self._unresolved, set()
        for name in names:
            info = self._zeroconf.get_service_info(SERVICE, name, _RESOLVE_MS)
            if info is not None:
                self._found(name, info)

    def close(self) -> None:
        """Says goodbye."""
        self._zeroconf.close()

    def _heard(self, name: str) -> None:
        # In a thread of zeroconf's, which must not wait for an answer: the one that closes may be waiting for it.
        info = ServiceInfo(SERVICE, name)
        if name == self._own:
            return
        if info.load_from_cache(self._zeroconf):
            self._found(name, info)
        else:
            with self._lock:
                if len(self._unresolved) < FOUND_MAX:
                    self._unresolved.add(name)

    def _found(self, name: str, info: ServiceInfo) -> None:
        port = info.port
        if port is None or info.properties.get(_MARK.encode()) != self._mark.encode():
            return
        addresses = tuple(Address(host, port) for host in info.parsed_addresses(IPVersion.V4Only))
        _log.info("another lane announces itself at %s", addresses)
        self._neighbours.found(name, addresses)

    def _gone(self, name: str) -> None:
        self._neighbours.lost(name)


class _Listening(ServiceListener):
    def __init__(self, heard: Callable[[str], None], gone: Callable[[str], None]) -> None:
        self._heard, self._gone = heard, gone

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self._heard(name)

    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self._heard(name)

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self._gone(name)


class Announcing:
    """Keeps a lane announced on the networks there are: they come and go, and a till may start before its network."""

    def __init__(
        self, neighbours: Neighbours, mark: str, port: int, interfaces: Callable[[], Sequence[str]] = own_addresses
    ) -> None:
        self._neighbours = neighbours
        self._mark = mark
        self._port = port
        self._interfaces = interfaces
        self._on: tuple[str, ...] = ()
        self._announcement: Announcement | None = None

    def tend(self) -> None:
        """Announces anew when the addresses of this machine have changed, and looks closer at who was heard."""
        try:
            interfaces = tuple(self._interfaces())
            if interfaces != self._on:
                self.close()
                if interfaces:
                    self._announcement = Announcement(self._neighbours, self._mark, self._port, interfaces)
                self._on = interfaces
            if self._announcement is not None:
                self._announcement.resolve()
        except (OSError, Error) as error:
            _log.warning("lanes cannot be looked for on the network: %s", type(error).__name__)

    def close(self) -> None:
        """Says goodbye."""
        if self._announcement is not None:
            self._announcement.close()
        self._announcement, self._on = None, ()
