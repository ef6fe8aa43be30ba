"""What the hall sees and hears."""
