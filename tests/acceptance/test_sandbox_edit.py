"""`sandbox edit`: an embedded sandbox changed by hand, and drift that tells it."""

import pytest

from tests.harness.manifests import HEAD, INSTANCE, customer, merged, reseller, sold

EMBEDDED = {"instances": {INSTANCE: {"gateway_url": "sandbox://lab"}}}


@pytest.fixture
def lab(world):
    """A world on an embedded sandbox."""
    world.write(merged(HEAD, EMBEDDED, reseller(), customer(), sold()))
    world.applied()
    return world


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["Fabrikam", "--disable"], "The tenant is disabled."),
        (["Fabrikam", "--rename", "Fab"], 'The tenant is called "Fab" and not "Fabrikam".'),
        (["Fabrikam", "--delete"], 'The tenant "Fabrikam" was deleted.'),
        (
            ["Contoso", "--grant", "partner_admin"],
            "The user holds partner_admin beyond what the manifests grant.",
        ),
    ],
)
def test_drift_tells_what_was_changed_by_hand(lab, options, said):
    edited = lab.run("sandbox", "edit", "lab", *options)

    (found,) = lab.run("drift", "-o", "json").json["drift"]

    assert (edited.exit_code, edited.stdout) == (0, "")
    assert found["sentence"] == said


def test_what_was_closed_can_be_opened_again(lab):
    lab.run("sandbox", "edit", "lab", "Fabrikam", "--disable")
    lab.run("sandbox", "edit", "lab", "Fabrikam", "--enable")

    assert lab.run("drift", "--detailed-exitcode").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["lab", "Nobody", "--disable"], 1, 'There is no tenant "Nobody".'),
        (["lab", "Fabrikam"], 64, "Say what is to be changed"),
        (["attic", "Fabrikam", "--disable"], 64, 'There is no embedded sandbox "attic"'),
        (["lab", "Fabrikam", "--rename", "Contoso"], 1, "409"),
    ],
)
def test_what_cannot_be_done_is_said(lab, arguments, code, said):
    result = lab.run("sandbox", "edit", *arguments)

    assert result.exit_code == code
    assert said in result.stderr
