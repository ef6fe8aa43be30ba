"""The printer made of software (printers/virtual): it speaks the real protocol, so it is driven like a real one."""

from printers.drivers.network import NetworkDriver


class VirtualDriver(NetworkDriver):
    """A network printer by another name, so that a mall's file says which printers are make-believe."""
