"""Home and the pages of the installation itself."""
