"""What a visitor touches: the touchscreen of the hall, and the page behind the slip's QR code."""
