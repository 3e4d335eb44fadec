"""Word templates filled in and written documents checked (模板填充与成文核对)."""
