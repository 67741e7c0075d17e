"""What `app/site` promises."""
