"""Kakehashi: two states keep a promise to each other, and can prove it."""
