"""Measurements, run by hand: they print figures and prove nothing."""
