"""What a sale really brought (F19): the days it moved beside the days as they would have been without it."""
