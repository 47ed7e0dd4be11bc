"""The grammar of faults, line by line, against the JSON that it stands for."""

import json

import pytest

from reconciler.sandbox import faults
from reconciler.sandbox.problems import RefusedError

MEANINGS = {
    "503": {"effect": {"status": 503}},
    "POST /tenants: 429 retry-after=2 nth=3": {
        "method": "POST",
        "path": "^/api/2/tenants(/|$)",
        "nth": 3,
        "effect": {"status": 429, "retry_after": 2},
    },
    "get /users: drop before": {
        "method": "GET",
        "path": "^/api/2/users(/|$)",
        "effect": {"drop": "before"},
    },
    "PUT: drop after times=2": {"method": "PUT", "times": 2, "effect": {"drop": "after"}},
    "/tenants/*/pricing$: slow 500ms": {
        "path": "^/api/2/tenants/[^/]+/pricing$",
        "effect": {"delay_ms": 500},
    },
    "/api/1/accounts: slow 1.5s 503": {
        "path": "^/api/1/accounts(/|$)",
        "effect": {"delay_ms": 1500, "status": 503},
    },
    "~/(users|clients)/[0-9a-f-]{36}$: truncated": {
        "path": "/(users|clients)/[0-9a-f-]{36}$",
        "effect": {"truncated": True},
    },
    "html 502 probability=10% seed=7": {
        "probability": 0.1,
        "seed": 7,
        "effect": {"html": True, "status": 502},
    },
    "html probability=0.5": {"probability": 0.5, "effect": {"html": True}},
    "GET /tenants$: repeat-cursor nth=2": {
        "method": "GET",
        "path": "^/api/2/tenants$",
        "nth": 2,
        "effect": {"repeat_cursor": True},
    },
    "GET: stale": {"method": "GET", "effect": {"stale": True}},
    "PUT /tenants: code 1001 nth=1": {
        "method": "PUT",
        "path": "^/api/2/tenants(/|$)",
        "nth": 1,
        "effect": {"code": 1001},
    },
    '{"nth": 2, "effect": {"status": 500}}': {"nth": 2, "effect": {"status": 500}},
}

MISTAKES = {
    "": "names no effect",
    "GET /users:": "neither an effect nor a selector",
    "GET /users: nth=1": "names no effect",
    "GET /users: drop": "'drop' is neither an effect nor a selector",
    "GET /users: drop never": "'drop never' is neither an effect nor a selector",
    "FETCH /users: 503": "'FETCH' is neither a method nor a path",
    "GET users: 503": "'users' is neither a method nor a path",
    "503 429": "status is said twice",
    "503 nth=1 nth=2": "nth is said twice",
    "slow soon": "'soon' is no duration",
    "99": "effect.status",
    "503 nth=0": "nth",
    "503 nth=often": "nth",
    "503 probability=200%": "probability",
    "503 probability=many%": "probability",
    "slow 1s retry-after=1": "retry_after needs a status",
    "~(: 503": "not a regular expression",
    '{"effect": ': "Expecting value",
    '{"efect": {}}': "efect",
    "[]": "neither an effect nor a selector",
}


@pytest.mark.parametrize(("line", "meaning"), MEANINGS.items(), ids=MEANINGS)
def test_a_line_means_the_same_as_its_json(line, meaning):
    fault = faults.ordered(line)

    assert fault == faults.ordered(meaning)
    assert json.loads(fault.model_dump_json(exclude_defaults=True)) == meaning


@pytest.mark.parametrize(("line", "complaint"), MISTAKES.items(), ids=MISTAKES)
def test_a_mistake_is_named(line, complaint):
    with pytest.raises(RefusedError) as refused:
        faults.ordered(line)

    assert complaint in refused.value.info


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/tenants", ["/tenants", "/tenants/1", "/tenants/1/pricing"]),
        ("/tenants$", ["/tenants"]),
        ("/tenants/*$", ["/tenants/1"]),
        ("/tenants/*/pricing", ["/tenants/1/pricing"]),
        ("/tenants/", ["/tenants", "/tenants/1", "/tenants/1/pricing"]),
    ],
)
def test_a_path_is_a_prefix_of_whole_segments(path, found):
    paths = ("/tenants", "/tenants/1", "/tenants/1/pricing", "/tenantsearch", "/users/tenants")

    fault = faults.ordered(f"{path}: 503")

    assert [one for one in paths if fault.matches("GET", f"/api/2{one}")] == found
