"""What concerns the whole, through the door and into the database, without a browser."""
