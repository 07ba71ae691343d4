"""What the public hall keeps: guides, bookings, ratings."""
