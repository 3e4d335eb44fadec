"""The invented city (示例城市): one city for tests, demonstration and handbook, made by a seeded generator."""
