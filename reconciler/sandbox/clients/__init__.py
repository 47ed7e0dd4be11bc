"""API clients: what integrations get tokens with, and how they learn which tenant is theirs."""
