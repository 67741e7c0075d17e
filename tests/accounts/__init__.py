"""What `app/accounts` promises."""
