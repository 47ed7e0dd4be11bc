"""What a ticket says, for one difference and for a fleet of them."""

from reconciler.gitops.ticket import subjects_of


def entry(account, **fields):
    return {
        "address": f"eu/{account}/tenant",
        "verdict": "changed",
        "field": "enabled",
        "desired": True,
        "live": False,
        "since": {"updated_at": "2026-01-31T12:00:00Z"},
        "group": "ab12",
        "sentence": "The tenant is disabled.",
        **fields,
    }


def told(*entries):
    return subjects_of({"drift": list(entries)}, "default")


def test_one_difference_is_told_whole():
    (subject,) = told(entry("contoso"))

    assert subject.group == "ab12"
    assert subject.title == "Drift: The tenant is disabled (eu/contoso/tenant)"
    assert subject.body == (
        "<!-- acronis-reconciler: ticket scope=default group=ab12 format=1 -->\n\n"
        "**changed**: The tenant is disabled.\n\n"
        "| where | field | in the manifests | live | last changed |\n"
        "|---|---|---|---|---|\n"
        "| <code>eu/contoso/tenant</code> | enabled | <code>true</code> | <code>false</code> "
        "| 2026-01-31T12:00:00Z |\n\n"
        "To undo it, run `reconciler apply`; to keep it, change the manifest. If it is known and "
        "meant, say so below `drift: {ignore: …}` in the manifests, with a reason.\n"
    )


def test_a_fleet_is_told_by_its_number_and_its_first_accounts():
    fleet = [entry(f"c{n:03}", sentence=f"Tenant {n} is disabled.") for n in range(150)]

    (subject,) = told(*fleet)

    assert subject.title == "Drift: changed: tenant, enabled (150 accounts)"
    assert "Tenant 7" not in subject.body
    assert subject.body.count("<code>eu/c") == 100
    assert "\n\nand 50 more, in the report.\n" in subject.body


def test_each_group_is_a_subject_and_what_is_no_drift_is_none():
    subjects = told(
        entry("b", group="b2", field="", live={"name": "B", "kind": None}, desired=["x", "y"]),
        entry("a", group="a1", verdict="missing", live=None, desired=None),
        entry("c", group="c3", verdict="delegated"),
        entry("d", group="d4", verdict="unapplied"),
    )

    assert [subject.group for subject in subjects] == ["a1", "b2"]
    assert "<code>x, y</code> | <code>name B</code>" in subjects[1].body
    assert "To make it again, run `reconciler apply`" in subjects[0].body
