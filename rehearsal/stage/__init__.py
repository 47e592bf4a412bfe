"""What runs inside the copy: the clock, the walls, the plan brought in, the files that come, and who watches."""
