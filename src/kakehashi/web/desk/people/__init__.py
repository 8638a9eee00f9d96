"""Officers: who is there, who is away, who may do what, and where they are signed in."""
