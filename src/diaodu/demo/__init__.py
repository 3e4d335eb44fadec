"""The invented city (示例城市): one city for tests, demo and handbook, from a seeded generator."""
