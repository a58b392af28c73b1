"""The "nothing lost" invariants, each a question to the database and the store: I1, I2, I3, I5, I6."""
