"""The store manager's pages, each imported and built when it is first opened."""
