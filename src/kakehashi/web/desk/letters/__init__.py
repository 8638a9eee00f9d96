"""Letters on paper: registered, and confirmed by the other side."""
