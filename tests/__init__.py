"""The tests. Folders mirror helpdesk/; laws/ guards the house rules, journeys/ tells whole stories."""
