"""Requests made up from the contract: whatever is sent, the answer is one that it documents.

Requests come from schemathesis: examples, boundary values and random ones, many of them against the
contract, the same in every run.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.core.transport import Response

from reconciler.sandbox import Sandbox, open_sandbox
from tests.sandbox import contract
from tests.sandbox.conftest import Api
from tests.sandbox.furnished import Furnished, furnish
from tests.sandbox.grounding import grounded

BASE = "http://sandbox.test/api/2"

BOUNDED = settings(
    max_examples=5,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

schema = schemathesis.openapi.from_dict(dict(contract.OBSERVED.document))


class Target:
    """A world that may be spoilt, and what is in it."""

    def __init__(self, sandbox: Sandbox, furnished: Furnished) -> None:
        self.sandbox = sandbox
        self.ids = furnished.ids
        self.headers = Api(sandbox, sandbox.client_id, sandbox.client_secret).headers

    def send(self, case: schemathesis.Case) -> Response:
        """The answer to a request that is about things that are there."""
        path = case.path
        case.path_parameters = grounded(case.path_parameters, self.ids, path)
        case.query = grounded(case.query, self.ids, path)
        if isinstance(case.body, dict | list):
            case.body = grounded(case.body, self.ids, path)
        return case.call(base_url=BASE, headers=self.headers, app=self.sandbox.wsgi)


@pytest.fixture(scope="module", params=["lenient"])
def template(request, tmp_path_factory) -> tuple[Path, Furnished]:
    path = tmp_path_factory.mktemp("furnished") / "template.db"
    return path, furnish(path, mode=request.param)


@pytest.fixture
def target(template, tmp_path) -> Iterator[Target]:
    path, furnished = template
    shutil.copy(path, tmp_path / "sandbox.db")
    with open_sandbox(tmp_path / "sandbox.db") as sandbox:
        yield Target(sandbox, furnished)


def answered(case: schemathesis.Case, target: Target) -> None:
    response = target.send(case)

    text = response.content.decode(errors="replace")
    contract.check(case.method, case.formatted_path, response.status_code, text)


@schema.parametrize()
@BOUNDED
def test_the_answer_is_in_the_contract(case, target):
    answered(case, target)


@pytest.mark.parametrize("template", ["strict"], indirect=True)
@schema.include(method=["POST", "PUT"]).parametrize()
@BOUNDED
def test_the_answer_of_a_strict_sandbox_is_too(case, target):
    answered(case, target)
