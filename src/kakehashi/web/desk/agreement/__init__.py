"""The agreement today: since when it is in force, what binds whom, what comes next."""
