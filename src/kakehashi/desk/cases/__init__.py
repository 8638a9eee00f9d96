"""Cases: derived from the journals, and what officers keep on them at home."""
