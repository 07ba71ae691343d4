"""法定节假日安排: the notices that the library of days off does not hold yet.

One administrator enters a notice, a second person confirms it, and from then on every process
counts by it: `official.official()` is the calendar in force, a value handed into the pure core.
"""
