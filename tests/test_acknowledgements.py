"""Nothing that needs an acknowledgement is written without one."""

import pytest

from reconciler.errors import RefusedError
from reconciler.findings import Finding
from reconciler.plan import Plan
from reconciler.safety import FOR_THIS_PLAN, check_acknowledged

DIGEST = "0123456789abcdef" * 4


def plan(*codes):
    findings = tuple(
        Finding(
            code=code,
            severity="error",
            message=f"about {code}.",
            address="eu/contoso/tenant",
            ack_needed=True,
        )
        for code in codes
    )
    return Plan(workspace="w", manifests_digest="", instances={}, findings=findings)


def check(codes, acks, *, unattended=False):
    check_acknowledged(plan(*codes), acks, DIGEST, unattended=unattended)


@pytest.mark.parametrize(
    "acks", [["V-35"], ["V-35:01234567"], [f"V-35:{DIGEST}"], ["V-48", "V-35"]]
)
@pytest.mark.parametrize("unattended", [False, True])
def test_a_code_is_acknowledged_by_name_or_for_this_plan(acks, unattended):
    check(["V-35"], acks, unattended=unattended)


@pytest.mark.parametrize("acks", [[], ["V-48"], ["V-35:0123"], ["v-35"], ["V-3"]])
def test_another_code_another_plan_and_too_few_digits_acknowledge_nothing(acks):
    with pytest.raises(RefusedError) as raised:
        check(["V-35"], acks)

    assert str(raised.value) == "Not acknowledged: eu/contoso/tenant: about V-35. [V-35]"
    assert raised.value.hint == "If this is meant, add --ack V-35"
    assert raised.value.exit_code == 5


def test_an_acknowledgement_of_another_plan_is_told_as_such():
    with pytest.raises(RefusedError) as raised:
        check(["V-35"], ["V-35:76543210"])

    assert raised.value.hint == (
        "--ack V-35:76543210 is of another plan, for this one's digest is 0123456789ab. "
        "If this is meant, add --ack V-35"
    )


@pytest.mark.parametrize("code", FOR_THIS_PLAN)
def test_what_cannot_be_undone_is_acknowledged_for_one_plan_when_nobody_is_asked(code):
    check([code], [code])
    check([code], [f"{code}:{DIGEST}"], unattended=True)
    with pytest.raises(RefusedError) as raised:
        check([code], [code], unattended=True)

    assert raised.value.hint == f"If this is meant, add --ack {code}:{DIGEST[:12]}"


def test_everything_that_is_missing_is_named_at_once():
    with pytest.raises(RefusedError) as raised:
        check(["V-60", "V-48", "V-48"], ["V-35"])

    assert raised.value.hint == "If this is meant, add --ack V-48 --ack V-60"
    assert str(raised.value).count("[V-48]") == 2


def test_findings_that_need_none_are_not_asked_about():
    finding = Finding(code="V-61", severity="warning", message="billed")

    check_acknowledged(
        Plan(workspace="w", manifests_digest="", instances={}, findings=(finding,)),
        [],
        DIGEST,
        unattended=True,
    )
