"""Copies of the site: taken while the hall works, brought back on any machine, whole or not at all."""
