"""Registration tokens: how machines come to belong to a tenant."""
