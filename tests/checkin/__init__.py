"""What `app/checkin` promises."""
