"""Customer service while the sale runs: how long buyers wait, and how many more or fewer people the next hours need."""
