"""What staff use: the desk."""
