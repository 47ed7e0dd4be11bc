"""What people write: manifests read from YAML, with the place of every value, and their rules.

The way in is `load.load` or `load.check`; what comes out is a `model.Manifest`.
"""
