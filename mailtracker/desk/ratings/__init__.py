"""How was it? What a requester says of a request that was closed, in one word, and what follows."""
