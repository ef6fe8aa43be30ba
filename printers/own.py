"""The printers of this very machine: `p1`, or `p1=usb:04b8:0e15` where it knows better than the mall."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from printers.drivers.choice import driver_of


@dataclass(frozen=True, slots=True)
class Own:
    """How this machine reaches a printer; without a driver, as the mall says."""

    driver: str = ""
    address: str = ""

    def over(self, printer: Mapping[str, object]) -> dict[str, object]:
        return {**printer, **({"driver": self.driver, "address": self.address} if self.driver else {})}


def own_printers(words: Iterable[str]) -> dict[str, Own]:
    """Printer → how it is reached. ValueError says what is wrong, or what this machine lacks."""
    return dict(_one(word) for word in words)


def _one(word: str) -> tuple[str, Own]:
    name, equals, rest = word.partition("=")
    if not equals:
        return name, Own()
    driver, colon, address = rest.partition(":")
    if not (name and colon and address):
        raise ValueError(f"--printer {word}: say p1, or p1=driver:address such as p1=usb:04b8:0e15")
    driver_of({"driver": driver, "address": address}).close()
    return name, Own(driver, address)
