"""What a city government keeps and does: one app a noun, and the pipeline that runs them (政务)."""
