"""Every word of the phrasebook (取数函数), by what it speaks of: importing this enters them all."""

from diaodu.economy.phrases.words import (
    charts,
    comparing,
    exceptions,
    labels,
    levels,
    lights,
    outlook,
    pace,
    passages,
    picking,
    records,
    room,
    sets,
    shares,
    standing,
    together,
    warned,
    wording,
)

__all__ = [
    "charts", "comparing", "exceptions", "labels", "levels", "lights", "outlook", "pace", "passages",
    "picking", "records", "room", "sets", "shares", "standing", "together", "warned", "wording",
]  # fmt: skip
