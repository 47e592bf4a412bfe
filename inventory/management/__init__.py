"""Commands of products and stock."""
