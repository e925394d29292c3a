"""What joins rooms: sources, matcher and record in one import; the demo."""
