"""What each person does from beginning to end, through HTTP."""
