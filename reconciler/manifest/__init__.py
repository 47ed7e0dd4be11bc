"""What people write: manifests read from YAML, with the place of every value, and their rules."""
