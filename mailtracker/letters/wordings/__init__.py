"""How each language says what stands in many mails: a module a language."""
