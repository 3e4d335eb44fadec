"""What each built-in template says (自带模板的内容), one module each with `build() -> bytes`."""
