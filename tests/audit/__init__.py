"""What `app/audit` promises."""
