"""The relay: lanes of one store tell each other over the local network what the server cannot be told.

Each lane serves what it has (``serving``, ``answering``) and fetches what others have (``running``, ``gossip``,
``taking``). Whoever reaches the server brings it everybody's batches (``carrying``). A batch is believed for its
author's signature, never for who brought it.
"""
