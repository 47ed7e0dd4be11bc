"""Applications (services): which there are, who has them, and their settings."""
