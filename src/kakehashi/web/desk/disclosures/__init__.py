"""Clause 3: may this go to them, who was asked, who was told, what was handed over."""
