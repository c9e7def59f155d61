"""The service over HTTP: requests in, answers, figures and logs out."""
