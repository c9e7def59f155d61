"""From a reference to an open connection, whatever kind of port it names."""

from devices.escpos_library import load_escpos
from devices.transports.connection import CONNECT_TIMEOUT_S, Connection
from devices.transports.reference import (
    FileReference,
    Reference,
    SerialReference,
    SpoolerReference,
    TcpReference,
)


def open_connection(reference: Reference, timeout_s: float = CONNECT_TIMEOUT_S) -> Connection:
    """Opens the port. Raises ``DeviceFault``; loads the library it needs on first use, so call it off the UI thread."""
    if isinstance(reference, TcpReference):
        from devices.transports.tcp import TcpConnection

        return TcpConnection(reference, timeout_s)
    if isinstance(reference, SerialReference):
        from devices.transports.serial_port import SerialConnection

        return SerialConnection(reference)
    if isinstance(reference, FileReference):
        from devices.transports.device_file import DeviceFileConnection

        return DeviceFileConnection(reference)
    if isinstance(reference, SpoolerReference):
        from devices.transports.windows_spooler import WindowsSpoolerConnection

        return WindowsSpoolerConnection(reference)
    load_escpos()
    from devices.transports.usb import UsbConnection

    return UsbConnection(reference)
