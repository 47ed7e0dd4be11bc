"""A sandbox of a name, without a network."""

import pytest

from reconciler.acronis.connect import connect_read, connect_write
from reconciler.acronis.gateway import Gateway
from reconciler.errors import IncompleteReadError

LAB = Gateway("lab", "sandbox://lab")


def test_an_embedded_sandbox_is_a_file_under_the_home(tmp_path):
    with connect_write(LAB, home=tmp_path) as client:
        root = client.own_tenant_id()
        made = client.create_tenant({"name": "Contoso", "kind": "partner", "parent_id": root})

    with connect_read(LAB, home=tmp_path) as again:
        tenants = again.tenants(again.own_tenant_id())

    assert [tenant.id for tenant in tenants] == [root, made.id]
    assert [path.name for path in (tmp_path / "sandboxes").glob("*.db")] == ["lab.db"]


def test_another_name_is_another_sandbox(tmp_path):
    other = Gateway("lab", "sandbox://other")

    with connect_read(LAB, home=tmp_path) as one, connect_read(other, home=tmp_path) as two:
        assert one.own_tenant_id() != two.own_tenant_id()


def test_a_file_that_is_no_sandbox_is_left_alone(tmp_path):
    (tmp_path / "sandboxes").mkdir()
    file = tmp_path / "sandboxes" / "lab.db"
    file.write_bytes(b"my notes" * 1000)

    with pytest.raises(IncompleteReadError) as raised:
        connect_read(LAB, home=tmp_path)

    assert str(raised.value).startswith("sandbox://lab cannot be opened: ")
    assert file.read_bytes() == b"my notes" * 1000
