"""What is said: call to phrase, phrase to sound."""
