"""Usage reports: ordered once or every month, and stored in the formats that were asked for."""
