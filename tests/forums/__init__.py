"""What `app/forums` promises."""
