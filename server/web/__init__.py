"""Shared by the surfaces: page shell, live client, type, colour, icons, words."""
