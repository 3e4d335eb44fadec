"""Every word of the phrasebook (取数函数), by what it speaks of: importing this enters them all."""

from diaodu.economy.phrases.words import (
    causes,
    cells,
    charts,
    comparing,
    duties,
    exceptions,
    judgement,
    labels,
    levels,
    lights,
    makeup,
    neighbours,
    outlook,
    pace,
    passages,
    picking,
    records,
    room,
    sets,
    shares,
    shortfall,
    standing,
    standouts,
    together,
    warned,
    wording,
)

__all__ = [
    "causes", "cells", "charts", "comparing", "duties", "exceptions", "judgement", "labels", "levels",
    "lights", "makeup", "neighbours", "outlook", "pace", "passages", "picking", "records", "room", "sets",
    "shares", "shortfall", "standing", "standouts", "together", "warned", "wording",
]  # fmt: skip
