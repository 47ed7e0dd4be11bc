"""Plans and drift where people read them: comments of requests, and tickets."""
