"""The pages of 档案: what is put away, lent, appraised and destroyed."""
