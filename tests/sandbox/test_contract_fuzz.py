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
from tests.sandbox.furnished import furnish
from tests.sandbox.grounding import Ground

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

    def __init__(self, sandbox: Sandbox, ids: dict[str, list[str]]) -> None:
        self.ground = Ground(ids)
        headers = Api(sandbox, sandbox.client_id, sandbox.client_secret).headers
        self.how = {"base_url": BASE, "headers": headers, "app": sandbox.wsgi}

    def mean(self, case: schemathesis.Case) -> None:
        """Let a request be about things that are there."""
        case.path_parameters = self.ground.meant(case.path_parameters, case.path)
        case.query = self.ground.meant(case.query, case.path)
        if isinstance(case.body, dict | list):
            case.body = self.ground.meant(case.body, case.path)

    def check(self, case: schemathesis.Case, response: Response) -> None:
        """Hold an answer against the contract."""
        text = response.content.decode(errors="replace")
        contract.check(case.method, case.formatted_path, response.status_code, text)
        self.ground.learn(text)


@pytest.fixture(scope="module", params=["lenient"])
def template(request, tmp_path_factory) -> tuple[Path, dict[str, list[str]]]:
    path = tmp_path_factory.mktemp("furnished") / "template.db"
    return path, furnish(path, mode=request.param)


@pytest.fixture
def target(template, tmp_path) -> Iterator[Target]:
    path, ids = template
    shutil.copy(path, tmp_path / "sandbox.db")
    with open_sandbox(tmp_path / "sandbox.db") as sandbox:
        yield Target(sandbox, ids)


def answered(case: schemathesis.Case, target: Target) -> None:
    target.mean(case)

    response = case.call(**target.how)

    target.check(case, response)


@schema.parametrize()
@BOUNDED
def test_the_answer_is_in_the_contract(case, target):
    answered(case, target)


@pytest.mark.parametrize("template", ["strict"], indirect=True)
@schema.include(method=["POST", "PUT"]).parametrize()
@BOUNDED
def test_the_answer_of_a_strict_sandbox_is_too(case, target):
    answered(case, target)


def test_whole_stories_stay_in_the_contract(target):
    class Story(schema.as_state_machine()):
        """What one answer made is what the next request is about."""

        def before_call(self, case):
            target.mean(case)

        def get_call_kwargs(self, case):
            return target.how

        def validate_response(self, response, case, **more):
            target.check(case, response)

    Story.run(settings=settings(BOUNDED, max_examples=20, stateful_step_count=15))

    furnished = {one for ids in target.ground.ids.values() for one in ids}
    assert target.ground.answered - furnished
