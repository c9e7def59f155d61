"""Cash drawers on a printer's connector: pulses in, and what the drawer's switch says, where it has one."""
