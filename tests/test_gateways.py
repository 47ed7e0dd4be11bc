"""An address that validates can be used, and one that cannot be used does not validate."""

import pytest

from reconciler.acronis.gateway import Gateway
from reconciler.errors import RefusedError
from reconciler.manifest.load import check

GOOD = [
    "sandbox://lab",
    "sandbox://Lab_2-x",
    "https://eu2-cloud.acronis.com",
    "https://eu2-cloud.acronis.com/",
    "https://eu2-cloud.acronis.com:8443",
    "http://localhost:8080",
    "http://127.0.0.2",
    "http://[::1]:80",
]
BAD = [
    "sandbox://lab.1",
    "sandbox://lab/",
    "sandbox://lab/x",
    "sandbox://",
    "sandbox://a@b",
    "https://eu2-cloud.acronis.com//",
    "https://eu2-cloud.acronis.com/api",
    "https://eu2-cloud.acronis.com?x",
    "https://eu2 cloud.acronis.com",
    "https://eu2\\cloud.acronis.com",
    "https://me:pass@eu2-cloud.acronis.com",
    "https://eu2-cloud.acronis.com:0",
    "http://127.0.0.300",
    "http://eu2-cloud.acronis.com",
    "ftp://eu2-cloud.acronis.com",
]


@pytest.fixture
def errors(tmp_path):
    def of(url):
        credentials = "client_id: {env: ID}, client_secret: {env: SECRET}"
        instance = f"{{gateway_url: '{url}', {credentials}}}"
        text = f"version: 1\nworkspace: w\ninstances: {{own: {instance}}}\n"
        (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
        return [one.code for one in check([tmp_path]).findings if one.severity == "error"]

    return of


@pytest.mark.parametrize("url", GOOD)
def test_what_can_be_used_validates(errors, url):
    Gateway("own", url)

    assert errors(url) == []


@pytest.mark.parametrize("url", BAD)
def test_what_cannot_be_used_does_not_validate(errors, url):
    with pytest.raises(RefusedError):
        Gateway("own", url)

    assert errors(url) == ["V-05"]
