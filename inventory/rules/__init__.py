"""Arithmetic and decisions about products: plain data in and out, no Django, no clock."""
