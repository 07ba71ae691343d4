"""The statute library: texts imported from files, their editions by validity, and search."""
