"""A ready repository for manifests: files, pipelines for GitHub and GitLab, and the tool itself."""

from reconciler.scaffold.write import Scaffold, scaffold

__all__ = ["Scaffold", "scaffold"]
