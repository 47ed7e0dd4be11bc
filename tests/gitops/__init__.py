"""Tests of the pipeline: new repositories, comments, tickets, and the whole of it end to end."""
