"""A mail of ours did not arrive: who hears so, what they get of it, and what follows?"""
