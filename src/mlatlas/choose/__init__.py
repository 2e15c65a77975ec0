"""Choosing by requirements: what fits, what does not, and why.

`requirements` reads what a person asks for, `judge` holds one option against it, `decide` puts all options
in order, `relax` and `sensitivity` say what would change the answer. Nothing unknown ever passes or fails.
"""
