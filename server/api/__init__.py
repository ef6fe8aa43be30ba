"""The door: one file per noun, one shape of error."""
