"""Every measure of a month's analysis, in order (测算项).

Codes, each for an indicator at a place (unit in brackets; p.p. = percentage points):
value (indicator's unit), growth (%), month_value, month_growth (%), growth_before (% of the previous cumulative),
growth_year_before (%), growth_change / growth_change_month / growth_change_quarter / growth_change_year_end (p.p.
against the same period last year / last month / last quarter / last year-end), growth_gap (p.p., published minus
computed), two_year_growth (%); rank, rank_size, rank_before, rank_change (places won, + is up); distance_above,
distance_province, distance_nation, distance_change_province (p.p.); share, share_change (% of the place above, p.p.);
pull (p.p.), contribution (%), growth_without (%) of a county on the city;
part_value, part_growth, part_share, part_pull, part_contribution, part_growth_without with `part` set;
target (level), target_growth (%), progress (%), time_share (planned share, %), lead (p.p.), arrears, surplus,
next_needed (levels), rest_growth (%); lowest_quarters, highest_quarters (number of quarters, cumulative growth),
falling_streak, rising_streak (months), below_ten_years (years); estimate, estimate_growth (the units' own, for the
next month); dispersion (p.p., of the counties, on the city).
"""
