"""What `app/memoranda` promises."""
