"""How big each indicator is and how it moves (各指标的体量和走势): a city of four million."""

from __future__ import annotations

from typing import NamedTuple


class Recipe(NamedTuple):
    """One indicator of the invented city (指标配方). `size` is the city's 2025: a full year, or its end."""

    size: float
    mean: float  # trend growth, % a year
    tilt: str = "people"  # by which measure counties share it
    shape: str = "even"
    noise: float = 1.2
    cycle: float = 1.0
    follow: str = ""  # the path it follows: industry, investment, retail
    weight: float = 0.0
    spring: float = 0.0
    price: float = 0.0  # nominal minus published growth, points a year
    restated: float = 0.0  # spread of the restatement of the base, %
    spread: float = 0.6  # how far a county's health shows
    decimals: int = 2


# Value added by sector: the quarterly accounts are built from these (核算行业).
SECTORS = {
    "agriculture": Recipe(200, 4.1, "farm", "farm", 0.4, 0.15, price=1.0, spread=0.2),
    "industry": Recipe(
        650, 6.1, "industry", "industry", 0.3, 0.0, "value_added", 0.97, price=-0.4, spread=0.0
    ),
    "construction": Recipe(130, 4.6, "invest", "invest", 0.8, 0.6, "investment", 0.35, price=0.6),
    "trade": Recipe(170, 5.8, "commerce", "even", 0.6, 0.7, "retail", 0.4, price=0.8),
    "transport": Recipe(80, 5.9, "people", "even", 0.6, 0.9, price=0.4),
    "catering": Recipe(40, 6.3, "commerce", "even", 0.9, 1.6, "retail", 0.4, price=1.0),
    "finance": Recipe(120, 5.5, "commerce", "even", 0.4, 0.1, price=0.3),
    "property": Recipe(95, 0.3, "commerce", "even", 0.4, 0.0, "housing", 0.55, price=0.2, spread=0.0),
    "profit_services": Recipe(120, 8.1, "commerce", "even", 0.8, 0.6, price=0.5),
    "public_services": Recipe(195, 4.2, "people", "even", 0.4, 0.2, price=0.9),
}
SECTORS_OF = {
    "primary_value_added": ("agriculture",),
    "secondary_value_added": ("industry", "construction"),
    "tertiary_value_added": tuple(s for s in SECTORS if s not in ("agriculture", "industry", "construction")),
}
# Local taxes (分税种).
TAXES = {
    "vat": Recipe(29.0, 5.0, "industry", "fiscal", 1.6, 0.8, "industry", 0.5, spring=0.3),
    "corporate_income": Recipe(11.0, 4.6, "industry", "fiscal", 2.5, 0.8, "industry", 0.4),
    "personal_income": Recipe(3.4, 4.0, "commerce", "fiscal", 2.0, 0.4),
    "resource": Recipe(2.6, 3.0, "invest", "fiscal", 3.0, 0.5),
    "urban_maintenance": Recipe(6.1, 4.6, "industry", "fiscal", 1.5, 0.7, "industry", 0.4, spring=0.3),
    "property": Recipe(4.6, 5.5, "commerce", "fiscal", 2.0, 0.2),
    "stamp": Recipe(2.9, 5.0, "commerce", "fiscal", 2.5, 0.5),
    "land_use": Recipe(3.7, 3.5, "people", "fiscal", 2.0, 0.1),
    "land_vat": Recipe(3.2, -4.0, "commerce", "fiscal", 4.0, 0.6),
    "vehicle": Recipe(1.3, 5.0, "people", "fiscal", 1.0, 0.1),
    "farmland": Recipe(1.6, 2.0, "farm", "fiscal", 4.0, 0.1),
    "deed": Recipe(5.8, -3.0, "commerce", "fiscal", 3.5, 0.8),
    "environment": Recipe(0.4, 3.0, "industry", "fiscal", 2.0, 0.2),
}
# Parts that no one publishes but whose sums are published.
HIDDEN = {
    "nontax_revenue": Recipe(44.0, 4.5, "people", "fiscal", 1.5, 0.1, spread=0.4),
    "upper_revenue": Recipe(92.0, 5.0, "industry", "fiscal", 1.5, 0.7, "industry", 0.4),
    "other_electricity": Recipe(46.0, 6.4, "people", "power", 1.0, 0.2, spring=0.5, spread=0.2),
}
# Flows that add up over counties (可加总的累计指标); rates are kept as hidden levels.
FLOWS = {
    "agriculture_output": Recipe(335, 4.2, "farm", "farm", 0.4, 0.15, price=1.2, spread=0.2),
    "grain_output": Recipe(112, 1.2, "farm", "grain", 0.5, 0.05, spread=0.1),
    "vegetable_output": Recipe(298, 4.0, "farm", "farm", 0.7, 0.1, spread=0.2),
    "pigs_slaughtered": Recipe(262, 2.4, "farm", "even", 1.6, 0.3, spread=0.2),
    "fruit_output": Recipe(64, 6.0, "farm", "farm", 1.2, 0.1, spread=0.2),
    "tea_output": Recipe(6.8, 7.2, "farm", "farm", 1.5, 0.1, spread=0.2),
    "herb_output": Recipe(9.6, 8.5, "farm", "farm", 1.5, 0.1, spread=0.2),
    "small_industry_value_added": Recipe(92, 5.4, "industry", "industry", 0.6, 0.9, "industry", 0.3),
    "industrial_electricity": Recipe(
        118, 4.4, "industry", "power", 0.7, 0.1, "industry", 0.75, 0.6, spread=0.1
    ),
    "industrial_vat": Recipe(58, 4.6, "industry", "fiscal", 1.4, 0.1, "industry", 0.9, 0.3, spread=0.1),
    "industrial_profit": Recipe(236, 5.0, "industry", "industry", 2.2, 0.3, "industry", 1.2, restated=2.2),
    "industrial_revenue": Recipe(2210, 5.1, "industry", "industry", 0.7, 0.1, "industry", 0.9, restated=1.8),
    "cement_output": Recipe(880, -0.5, "invest", "invest", 1.5, 0.3, "investment", 0.7),
    "energy_intensity": Recipe(820, -2.4, "industry", "even", 0.4, 0.05, spread=-0.1),
    "fixed_asset_investment": Recipe(1480, 6.4, "invest", "invest", 1.8, 0.9, restated=2.0, spread=0.9),
    "industrial_investment": Recipe(
        520, 7.6, "industry", "invest", 1.4, 0.2, "investment", 0.8, restated=2.0
    ),
    "technical_upgrade_investment": Recipe(168, 8.8, "industry", "invest", 2.0, 0.2, "investment", 0.7),
    "property_investment": Recipe(265, -4.5, "commerce", "invest", 1.8, 0.3, "investment", 0.7, restated=2.0),
    "infrastructure_investment": Recipe(390, 5.8, "invest", "invest", 1.8, 0.1, "investment", 0.8),
    "private_investment": Recipe(640, 3.2, "industry", "invest", 1.5, 0.3, "investment", 0.8, restated=2.0),
    "construction_investment": Recipe(
        1010, 5.6, "invest", "invest", 1.0, 0.1, "investment", 0.9, restated=2.0
    ),
    "construction_output": Recipe(410, 5.8, "invest", "invest", 1.0, 0.5, "investment", 0.4),
    "key_project_investment": Recipe(560, 9.0, "invest", "invest", 2.0, 0.2, "investment", 0.6),
    "retail_sales": Recipe(715, 6.6, "commerce", "even", 0.7, 1.3, restated=1.2, spread=0.5),
    "above_quota_retail_sales": Recipe(236, 7.0, "commerce", "even", 1.2, 0.3, "retail", 1.0, restated=2.5),
    "wholesale_sales": Recipe(905, 7.2, "commerce", "even", 1.4, 0.6, "retail", 0.7, restated=2.5),
    "retail_goods_sales": Recipe(318, 6.8, "commerce", "even", 1.2, 0.3, "retail", 0.9, restated=2.5),
    "small_trade_sales": Recipe(520, 6.4, "people", "even", 0.6, 0.8, "retail", 0.4),
    "hotel_turnover": Recipe(9.4, 7.4, "commerce", "travel", 2.0, 2.0, "retail", 0.5, restated=2.0),
    "catering_turnover": Recipe(21.5, 8.0, "commerce", "travel", 2.0, 1.6, "retail", 0.6, restated=2.0),
    "small_catering_turnover": Recipe(96, 7.0, "people", "travel", 0.8, 1.5, "retail", 0.5),
    "foreign_trade": Recipe(182, 6.0, "industry", "even", 4.0, 0.5, "industry", 0.6),
    "foreign_investment": Recipe(24600, 3.0, "industry", "even", 6.0, 0.3, decimals=0),
    "outside_funds": Recipe(468, 7.5, "invest", "invest", 2.0, 0.4, "investment", 0.3),
    "fuel_sales": Recipe(412000, 2.0, "people", "even", 1.2, 1.0, decimals=0),
    "general_budget_expenditure": Recipe(438, 3.2, "people", "fiscal", 1.6, 0.2, spread=0.2),
    "eight_expenditures": Recipe(318, 3.6, "people", "fiscal", 1.6, 0.2, spread=0.2),
    "premiums": Recipe(62, 6.0, "people", "fiscal", 1.4, 0.3, spread=0.2),
    "securities_turnover": Recipe(1650, 6.0, "commerce", "even", 7.0, -0.4, spread=0.1),
    "road_turnover": Recipe(1860000, 5.2, "people", "even", 1.4, 1.0, "industry", 0.3, 0.5, decimals=0),
    "rail_turnover": Recipe(412000, 3.0, "commerce", "even", 1.6, 0.9, spring=0.2, decimals=0),
    "water_air_turnover": Recipe(96000, 4.5, "commerce", "even", 2.0, 1.6, spring=0.2, decimals=0),
    "storage_revenue": Recipe(18, 6.8, "commerce", "even", 1.2, 0.9, "industry", 0.4),
    "postal_volume": Recipe(26.5, 14.5, "people", "even", 1.5, 0.8, spring=0.5, spread=0.3),
    "telecom_volume": Recipe(48.0, 11.0, "people", "even", 1.0, 0.2, spread=0.2),
    "flights": Recipe(17800, 4.0, "commerce", "travel", 2.0, 2.2, decimals=0),
    "air_passengers": Recipe(206, 5.5, "commerce", "travel", 2.0, 2.4),
    "service_revenue_it": Recipe(31.0, 11.5, "commerce", "industry", 2.0, 0.5, restated=2.5),
    "service_revenue_business": Recipe(44.0, 9.0, "commerce", "industry", 1.8, 0.7, restated=2.5),
    "service_revenue_research": Recipe(19.0, 8.5, "commerce", "industry", 2.0, 0.5, restated=2.5),
    "service_revenue_resident": Recipe(6.2, 7.0, "people", "industry", 2.0, 1.2, restated=2.5),
    "service_revenue_culture": Recipe(7.8, 8.0, "commerce", "industry", 2.2, 1.8, restated=2.5),
    "culture_revenue": Recipe(58.0, 7.5, "commerce", "industry", 1.8, 0.9, restated=2.0),
    "tourist_visits": Recipe(5860, 8.0, "people", "travel", 1.8, 2.4, spread=0.3),
    "tourism_revenue": Recipe(612, 9.0, "people", "travel", 1.8, 2.6, spread=0.3),
    "new_urban_jobs": Recipe(5.6, 1.5, "people", "even", 1.2, 0.5, spread=0.2),
    "public_payroll": Recipe(1320000, 4.0, "people", "income", 0.6, 0.1, spread=0.1, decimals=0),
    "safety_incidents": Recipe(640, -6.0, "people", noise=5.0, cycle=0.3, decimals=0),
    "safety_deaths": Recipe(210, -3.0, "people", noise=6.0, cycle=0.3, decimals=0),
    "housing_sales_area": Recipe(318, -2.0, "commerce", "invest", 2.2, 0.8),
    "property_payroll": Recipe(98000, -1.5, "commerce", "even", 1.2, 0.4, decimals=0),
    "housing_starts": Recipe(206, -6.0, "commerce", "invest", 3.0, 0.5),
    "housing_completions": Recipe(232, -3.5, "commerce", "invest", 3.0, 0.4),
}
# Values at a period's end (时点数); counts come without published growth.
STOCKS = {
    "pig_stock": Recipe(158, 1.4, "farm", noise=1.2, cycle=0.1, spread=0.1),
    "deposits": Recipe(2980, 8.2, "commerce", noise=0.6, cycle=-0.1, spread=0.2),
    "loans": Recipe(2760, 9.6, "commerce", noise=0.6, cycle=-0.15, spread=0.3),
    "market_entities": Recipe(42.6, 6.4, "people", noise=0.8, cycle=0.1, spread=0.2),
    "registered_capital": Recipe(6850, 9.2, "commerce", noise=0.9, cycle=0.1, spread=0.2),
    "units_registered": Recipe(2480, 5.5, "industry", noise=0.5, cycle=0.1, spread=0.4, decimals=0),
    "property_staff": Recipe(14200, -1.8, "commerce", noise=0.8, cycle=0.1, decimals=0),
    "stopped_enterprises": Recipe(62, 4.0, "industry", noise=4.0, cycle=-1.5, spread=-2.5, decimals=0),
    "half_stopped_enterprises": Recipe(48, 3.0, "industry", noise=4.0, cycle=-1.5, spread=-2.5, decimals=0),
    "reduced_enterprises": Recipe(176, 2.0, "industry", noise=3.0, cycle=-1.5, spread=-2.5, decimals=0),
}
# Counts that start anew each year (年初以来的个数).
TALLIES = {
    "large_projects": Recipe(486, 4.0, "invest", "invest", 1.5, 0.4, "investment", 0.3, decimals=0),
    "units_entered": Recipe(262, 3.0, "industry", "invest", 3.0, 0.5, decimals=0),
    "units_left": Recipe(118, 4.0, "industry", "even", 3.0, -0.6, spread=-0.6, decimals=0),
}
# Incomes per head (人均): county levels differ, the city's is the mean by residents.
INCOMES = {
    "urban_income": Recipe(43200, 5.4, shape="income", noise=0.3, cycle=0.3, spread=0.2, decimals=0),
    "rural_income": Recipe(20600, 7.0, shape="income", noise=0.3, cycle=0.3, spread=0.2, decimals=0),
}
# Ratios: usual value, slow noise, how far the cycle shows (比率).
RATIOS = {
    "industrial_sales_ratio": (97.1, 0.7, 0.08),
    "key_project_start_rate": (86.0, 4.0, 0.2),
    "bond_spending_ratio": (58.0, 6.0, 0.2),
}
# Price indices, last year = 100, by year (价格指数).
PRICES = {
    "cpi": {2020: 102.4, 2021: 100.8, 2022: 101.8, 2023: 100.3, 2024: 100.2, 2025: 100.1, 2026: 100.6},
    "ppi": {2020: 98.4, 2021: 105.6, 2022: 102.9, 2023: 97.4, 2024: 98.3, 2025: 97.8, 2026: 99.2},
    "investment_price": {
        2020: 100.4,
        2021: 102.9,
        2022: 101.6,
        2023: 99.6,
        2024: 99.8,
        2025: 99.5,
        2026: 99.9,
    },
}
# Kept for the city and above only: a county has no airport, railway account or price survey.
CITY_ONLY = {"flights", "air_passengers", "rail_turnover", "water_air_turnover", *PRICES}
# Growth alone is published for the nation (全国只用增速).
NATION = (
    "gdp",
    "primary_value_added",
    "secondary_value_added",
    "tertiary_value_added",
    "industrial_value_added",
    "industrial_profit",
    "fixed_asset_investment",
    "industrial_investment",
    "infrastructure_investment",
    "property_investment",
    "private_investment",
    "retail_sales",
    "foreign_trade",
    "general_budget_revenue",
    "tax_revenue",
    "urban_income",
    "rural_income",
    "electricity",
    "industrial_electricity",
    "deposits",
    "loans",
)
# The current release restates last year's value, and says so (公布上年同期可比基数).
RESTATED = {
    "industrial_output",
    "industrial_profit",
    "industrial_revenue",
    "above_quota_retail_sales",
    "wholesale_sales",
    "retail_goods_sales",
}
