"""A unit's own reports on the web (报送): what is due, the form, the chain, paper and scan."""
