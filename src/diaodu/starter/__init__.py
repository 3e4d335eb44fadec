"""What a new city's folder begins with (新城市的起步文件)."""
