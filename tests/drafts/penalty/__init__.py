"""Draft: 行政处罚 by the ordinary procedure, with hearing, legal review and discussion."""
