"""Draft: 减刑 across prison, procuratorate and court, under the prison law of 2012 and of 2026."""
