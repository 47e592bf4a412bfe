"""The REST interface of desk."""
