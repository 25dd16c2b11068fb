"""Of some confidential requests the requester chooses who may read them: whom, and how."""
