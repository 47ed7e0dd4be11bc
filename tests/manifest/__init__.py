"""The manifests: files, the model, the static rules, the schema and the examples."""
