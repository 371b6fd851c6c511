-- Nothing asks by it, and it was written with each rating.
DROP INDEX tallies_rated;
