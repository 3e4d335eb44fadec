"""What the rest of the year may bring, judged from its own past (预测): always an estimate, never a figure.

seasonal       the next cumulative's growth, and the chance of reaching the year's target (经验推算)
"""

from diaodu.economy.forecast.seasonal import Chance, chance, next_growth

__all__ = ["Chance", "chance", "next_growth"]
