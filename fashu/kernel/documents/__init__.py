"""Papers (文书): layout, numbers, seals, service copies, verification."""
