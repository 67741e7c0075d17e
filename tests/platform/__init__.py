"""What `app/platform` promises."""
