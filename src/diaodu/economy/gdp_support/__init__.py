"""GDP by its supporting indicators (GDP支撑): weights, elasticities, estimate, room. All of it is 测算.

formulas   the arithmetic on numbers (弹性、拉动、空间、分摊)
table      which indicators carry which industry (支撑指标表)
readings   what the panel says of an industry (取数)
estimate   growth from the bottom up (由下而上测算)
backtest   how it would have done in past quarters (回溯检验)
room       where growth can come from, a gap shared out (空间、缺口分摊)

Nothing here is put back into a panel or the ledger: an estimate is shown beside the published figure, never
in its place.
"""

from diaodu.economy.gdp_support.backtest import Backtest, Trial, backtest
from diaodu.economy.gdp_support.estimate import Estimate, Line, calibrate, estimate
from diaodu.economy.gdp_support.formulas import Shares, Slope, capacity, mean_growth, pull, slope, worth
from diaodu.economy.gdp_support.formulas import share_out as share_gap
from diaodu.economy.gdp_support.readings import ESTIMATED, Reading, quarter_of, released_weight, weight
from diaodu.economy.gdp_support.room import Portion, Raise, Sharing, share_out, target_of, upper
from diaodu.economy.gdp_support.table import SECTORS, WHOLE, Industry, Support, Table

__all__ = [
    "ESTIMATED", "SECTORS", "WHOLE", "Backtest", "Estimate", "Industry", "Line", "Portion", "Raise",
    "Reading", "Shares", "Sharing", "Slope", "Support", "Table", "Trial", "backtest", "calibrate",
    "capacity", "estimate", "mean_growth", "pull", "quarter_of", "released_weight", "share_gap",
    "share_out", "slope", "target_of", "upper", "weight", "worth",
]  # fmt: skip
