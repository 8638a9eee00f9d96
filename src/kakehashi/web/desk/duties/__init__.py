"""Duties: what is owed to whom until when, both sides' ledger and our own."""
