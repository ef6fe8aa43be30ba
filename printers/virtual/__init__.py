"""A printer made of software: it speaks ESC/POS on a TCP port, shows its paper, and can be told to misbehave."""

from printers.virtual.printer import MODES, VirtualPrinter

__all__ = ["MODES", "VirtualPrinter"]
