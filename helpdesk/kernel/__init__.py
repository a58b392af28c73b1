"""Ring 0, the toolbox: database, events, jobs, live news, tokens. It has never heard of a ticket."""
