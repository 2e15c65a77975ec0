"""Statements held against authorities by a machine: what to look up, where, and what was found.

A check agrees, disagrees, finds that the path is gone, or was not run because the authority is not on this
machine; that last one is never a pass.
"""

from mlatlas.verify.authorities import Authorities
from mlatlas.verify.earl import assertions
from mlatlas.verify.plans import Plan, plans
from mlatlas.verify.run import by_statement, check, run, verify

__all__ = ["Authorities", "Plan", "assertions", "by_statement", "check", "plans", "run", "verify"]
