"""Does a mail only thank, or say that all is well? Words of six languages, and who reads them."""
