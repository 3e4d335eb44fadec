"""The chapters of the monthly report (月度经济运行分析报告), in order.

overview   一、总体情况
sectors    二、主要指标
supports   三、支撑指标与匹配情况
counties   四、县区情况
problems   五、存在问题
arrears    六、欠账和后期需完成
advice     七、下一步工作建议
annexes    附表
"""
