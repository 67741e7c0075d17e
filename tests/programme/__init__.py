"""What `app/programme` promises."""
