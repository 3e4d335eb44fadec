"""What is true of any city's figures (经济运行的算法): pure Python, no clock, no database.

periods        months a to b of one year (统计期)
units          units, conversion, rounding as published (计量单位)
indicators     what is counted, and the catalogue of it (指标目录)
breakdowns     places, groups, a total and its parts (地区、分组、分行业)
panel          the one long table of figures (数据面板)
results        a computed number with its reason and sources (测算结果)
growth         growth and its change (增速、增速变化)
rank           position and distance (位次、差距)
records        lowest since, streaks (新低、连降)
pace           progress against plan and season (序时进度、欠账)
contribution   pull, contribution, exclusion, share (拉动、贡献率、剔除、占比)
findings       lights and findings, the one shape of every judgement (灯、发现)
warning/       the rules that light the lights (预警规则)
"""
