"""What makes Antrean one system: rules, operations, store, door, news, voice."""
