"""What `app/people` promises."""
