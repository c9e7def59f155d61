"""PouchDB and pouchdb-server as the reference for sync: the same number of documents, replicated on this machine."""
