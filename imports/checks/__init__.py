"""Cleaning and checking of columns, vectorised: text to values, and what is wrong with what cannot become one."""
