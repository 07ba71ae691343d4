"""Pages of papers (文书): those of a case, numbers, seals, templates, printing, verification."""
