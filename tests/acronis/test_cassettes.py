"""Cassettes keep no secret, and nothing that says whose they were."""

import json
import re

import pytest
import yaml
from vcr.request import Request

from tests.acronis import test_client
from tests.acronis.recording import CASSETTES, CLIENT_ID, HIDDEN
from tests.acronis.scrub import HOST, PRIVATE_KEYS, Scrubber

TAPES = sorted(CASSETTES.glob("*.yaml"))
TELLTALE = re.compile(r"eyJ[\w-]+\.[\w-]+|(?i:bearer |basic |authorization|cookie|user-agent)")


@pytest.mark.parametrize("tape", TAPES, ids=lambda tape: tape.stem)
def test_a_cassette_holds_no_secret_and_no_token(tape):
    text = tape.read_text()
    exchanges = yaml.safe_load(text)["interactions"]

    private = [
        value
        for exchange in exchanges
        if (body := exchange["response"]["body"]["string"]).startswith("{")
        for key, value in walk(json.loads(body))
        if key in PRIVATE_KEYS
    ]

    assert TELLTALE.findall(text.replace('"token_type": "bearer"', "")) == []
    assert HIDDEN in private
    assert set(private) <= {HIDDEN, None, ""}
    assert all(exchange["request"]["uri"].startswith(f"{HOST}/api/2/") for exchange in exchanges)
    assert {name for e in exchanges for name in names(e)} <= {"content-type"}


def test_every_story_has_a_cassette():
    stories = {name.removeprefix("test_") for name in vars(test_client) if name.startswith("test_")}

    assert {tape.stem for tape in TAPES} == stories


def test_what_is_recorded_is_scrubbed_first():
    scrubber = Scrubber("https://eu2.example", "our-client", "s3cret")
    asked = Request(
        "POST",
        "https://eu2.example/api/2/clients/our-client?q=s3cret",
        b"secret=s3cret",
        {"Authorization": "Basic abc", "Content-Type": "text/plain", "Cookie": "a"},
    )
    answer = {
        "status": {"code": 200, "message": "OK"},
        "headers": {"Set-Cookie": ["a"], "Content-Type": ["application/json"]},
        "body": {"string": b'{"items": [{"id_token": "eyJ0", "note": "s3cret"}], "id": null}'},
    }

    kept = scrubber.request(asked)
    said = scrubber.response(answer)

    assert kept.uri == f"{HOST}/api/2/clients/{CLIENT_ID}?q={HIDDEN}"
    assert kept.body == f"secret={HIDDEN}".encode()
    assert dict(kept.headers) == {"Content-Type": "text/plain"}
    assert said["headers"] == {"Content-Type": ["application/json"]}
    assert json.loads(said["body"]["string"]) == {
        "items": [{"id_token": HIDDEN, "note": HIDDEN}],
        "id": None,
    }
    assert asked.uri.endswith("our-client?q=s3cret")


def names(exchange):
    for side in ("request", "response"):
        yield from (name.lower() for name in exchange[side]["headers"])


def walk(value):
    """Every key with its value, however deep."""
    if isinstance(value, list):
        for item in value:
            yield from walk(item)
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from walk(inner)
