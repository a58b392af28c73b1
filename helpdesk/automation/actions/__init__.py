"""What rules can do, one file per action; registry.py finds them."""
