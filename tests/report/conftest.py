"""A plan with something of every sort, what became of it, and where the accounts stand."""

from dataclasses import replace
from pathlib import Path

import pytest

from reconciler.executor import Outcome, Problem, Status
from reconciler.plan import Address
from reconciler.planfile import document_of
from reconciler.report.of_apply import report_of_result, result_document
from reconciler.report.of_findings import report_of_findings
from reconciler.report.of_plan import report_of_plan
from reconciler.report.of_status import report_of_status
from reconciler.status import statuses
from tests.builders import INSTANCE, customer, manifest, reseller, sold
from tests.world import World

EXPECTED = Path(__file__).parent / "expected"
APPLIED = (
    reseller(),
    customer("tailspin", bill_to="contoso"),
    sold("tailspin"),
    customer(),
    sold(),
    customer("litware"),
    sold("litware"),
    customer("adatum"),
    sold("adatum"),
)
WANTED = (
    customer(name="Fabrikam Inc"),
    customer("litware", state="absent"),
    sold("tailspin", "workloads"),
    sold("adatum", state="suspended"),
    customer("adatum", contact={"phone": "1"}),
    reseller("wingtip"),
    reseller("proseware"),
    customer("northwind", bill_to="proseware"),
    sold("northwind"),
    customer("lucerne"),
)
TAKEN = Problem(
    message="POST /users: 400 Login is taken.",
    hint="Choose another username.",
    code=1004,
    http_status=400,
)
ENDINGS = {
    "eu/wingtip/user": (Status.FAILED, TAKEN),
    "eu/wingtip/access_policies": (Status.BLOCKED, Problem(message="needs eu/wingtip/user")),
    "eu/wingtip/activation": (Status.BLOCKED, Problem(message="needs eu/wingtip/user")),
    "eu/litware/tenant": (Status.UNKNOWN, Problem(message="DELETE /tenants/1: no answer.")),
    "eu/contoso/user": (Status.NOT_STARTED, None),
}


@pytest.fixture(scope="session")
def busy():
    """Adatum has been suspended, somebody has edited a user, a login is taken."""
    suspended = manifest(*APPLIED, sold("adatum", state="suspended"))
    world = World(manifest(*APPLIED)).applied().wanting(suspended).applied()
    wanted = replace(
        world.wanting(manifest(*APPLIED, *WANTED)), logins={"proseware-admin": "taken"}
    )
    return wanted.with_user("contoso", language="de")


@pytest.fixture(scope="session")
def plan(busy):
    return busy.plan(paths=["manifests"])


@pytest.fixture(scope="session")
def outcomes(plan):
    return [
        Outcome(address=one.address, action=one.action, status=status, error=error, seconds=0.5)
        for one in plan.changes
        for status, error in [ENDINGS.get(str(one.address), (Status.DONE, None))]
    ]


@pytest.fixture(scope="session")
def reports(busy, plan, outcomes):
    """The report of each command that there is one of, by the command's name."""
    document = document_of(plan)
    result = result_document(
        plan, outcomes, digest=document["digest"], timestamp="", requests={"read": 0, "write": 0}
    )
    failures = {Address(INSTANCE, "fabrikam", "tenant"): "tenant: POST /tenants: 400"}
    rows = list(statuses(busy.manifest, {INSTANCE: busy.side}, plan, failures))
    return {
        "plan": report_of_plan(plan, document, 3),
        "apply": report_of_result(result, 7),
        "status": report_of_status(rows, "", 0),
        "validate": report_of_findings(plan.findings, 3, "9 accounts"),
    }
