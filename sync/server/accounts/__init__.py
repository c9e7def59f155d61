"""What the server keeps of members: accounts, ledger rows, the frames they come from, and what is done by hand."""
