"""Macros: a text and some actions under a name. A macro is a rule run by hand.

models → checking → writing (create, change, archive); reading (which may I use?), filling (variables), applying.
"""
