"""What a visitor takes home: paper."""
