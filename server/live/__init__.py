"""The news: rooms, a snapshot on arrival, a push after each commit."""
