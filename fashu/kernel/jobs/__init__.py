"""Work that the platform does by itself, kept in the database until a worker takes it."""
