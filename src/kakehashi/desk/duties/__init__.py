"""The ledger of duties: derived from the journals, and what is due from what was done at home."""
