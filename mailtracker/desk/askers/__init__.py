"""What a requester may say to us: that it is over, how it stands, that it presses."""
