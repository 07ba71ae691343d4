"""Statistics that drill to rows, alerts, urgings and draws that anybody can compute again."""
