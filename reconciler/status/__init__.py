"""Where every account stands on every instance, and the story of one of them. Pure."""

from reconciler.status.rows import WORDS, AccountStatus, statuses
from reconciler.status.story import Story, story_of

__all__ = ["WORDS", "AccountStatus", "Story", "statuses", "story_of"]
