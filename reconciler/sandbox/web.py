"""Flask applications whose JSON keeps the order in which it was written."""

from flask import Flask
from flask.json.provider import DefaultJSONProvider


class OrderedJson(DefaultJSONProvider):
    """JSON as the vendor shows it: id first, not the alphabet."""

    sort_keys = False


class Web(Flask):
    """An application without static files that lets bugs crash instead of answering 500."""

    json_provider_class = OrderedJson

    def __init__(self, name: str) -> None:
        super().__init__(name, static_folder=None)
        self.config["PROPAGATE_EXCEPTIONS"] = True
