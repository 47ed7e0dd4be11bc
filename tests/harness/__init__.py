"""What tests of whole commands share: a served sandbox, plain clients of it, and manifests."""
