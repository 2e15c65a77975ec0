"""The text of a SPARQL query: cut into tokens, checked before it runs, and explained where it is wrong."""
