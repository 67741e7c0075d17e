"""What is measured, against the goals of page 5; run by `make bench`, never asserted."""
