"""What `app/registrations` promises."""
