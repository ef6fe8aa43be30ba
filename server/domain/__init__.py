"""The rules of the hall: no Flask, no SQLAlchemy, no device, no clock."""
