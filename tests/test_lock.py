"""The lock as one process sees it."""

import pytest

from reconciler.acronis.gateway import Gateway
from reconciler.console import progress
from reconciler.console.lock import locked
from reconciler.errors import RefusedError

URL = "https://eu2-cloud.acronis.com"


def test_two_instances_of_one_client_share_a_lock_and_do_not_wait_for_each_other(tmp_path):
    doors = [Gateway("one", URL, "id", "secret"), Gateway("two", f"{URL}/", "id", "secret")]

    with locked(doors, tmp_path, 0):
        held = [file.name for file in (tmp_path / "locks").iterdir()]

    assert len(held) == 1


def test_a_wait_of_over_a_second_is_told(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(progress, "AFTER", 0)
    door = Gateway("one", URL, "1", "secret")

    with locked([door], tmp_path, 0), pytest.raises(RefusedError), locked([door], tmp_path, 0.3):
        pass

    assert 'Waiting for another apply on instance "one" ...' in capsys.readouterr().err


def test_each_of_two_clients_is_locked(tmp_path):
    one, two = Gateway("one", URL, "1", "secret"), Gateway("two", URL, "2", "secret")

    with (
        locked([one, two], tmp_path, 0),
        pytest.raises(RefusedError, match='running on instance "two"'),
        locked([two], tmp_path, 0),
    ):
        pass
