"""Notices received and issued: their lists, the page of each, on paper."""
