"""What `app/demo` promises."""
