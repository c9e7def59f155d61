"""The one composition root: which adapters the use-cases, the screens and the commands run on."""

from ui.compose.actions import CounterActions
from ui.compose.peripherals import device_settings, printing, settle_printing
from ui.compose.terminals import enrol, open_store, open_synchroniser, open_till, save_settings
from ui.compose.trial import NoServer, trial_till

__all__ = [
    "CounterActions",
    "NoServer",
    "device_settings",
    "enrol",
    "open_store",
    "open_synchroniser",
    "open_till",
    "printing",
    "save_settings",
    "settle_printing",
    "trial_till",
]
