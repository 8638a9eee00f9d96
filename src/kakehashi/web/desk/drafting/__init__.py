"""Drafts: a form for every kind of notice, checked, concurred in and signed off."""
