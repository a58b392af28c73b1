"""What rules and macros can do, one file per action; registry.py finds them."""
