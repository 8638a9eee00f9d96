"""Clause 3 at work: what the gate's facts are, what this side did alone, and the register of it."""
