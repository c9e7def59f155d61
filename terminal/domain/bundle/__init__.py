"""Reading a bundle: the shape of the document, and what must hold between its parts."""
