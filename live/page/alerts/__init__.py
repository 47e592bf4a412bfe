"""What alerts say: on pages, in chats and in digests."""
