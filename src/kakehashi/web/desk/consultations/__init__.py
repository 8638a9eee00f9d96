"""Consultations: proposed, held, minuted, and what came of them."""
