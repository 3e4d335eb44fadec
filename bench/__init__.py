"""What is measured, each with its peer beside it in the same run. By hand: `python -m bench`."""
