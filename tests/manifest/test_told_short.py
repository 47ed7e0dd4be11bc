"""What somebody has written is told as it was written, and no longer than it has to be."""

import pytest

from reconciler.manifest.load import check


@pytest.mark.parametrize(
    ("version", "message", "hint"),
    [
        ("'1'", '"1" is text and not a number.', "Write version: 1, without quotes."),
        ("2", "2 is not a version that exists.", "Write version: 1."),
        ("9" * 5000, f"{'9' * 80}… is not a version that exists.", "Write version: 1."),
    ],
    ids=["text", "another", "long"],
)
def test_a_version_that_is_none(tmp_path, version, message, hint):
    file = tmp_path / "all.yaml"
    file.write_text(f"version: {version}\n", encoding="utf-8")

    said = {one.path: (one.message, one.hint) for one in check([file]).findings}

    assert said["version"] == (message, hint)


def test_a_number_where_text_belongs_is_cut(tmp_path):
    file = tmp_path / "all.yaml"
    file.write_text(f"accounts: {{a: {{name: {'9' * 5000}}}}}\n", encoding="utf-8")

    (finding,) = [one for one in check([file]).findings if one.path == "accounts.a.name"]

    assert finding.message == f"must be text, not a number or date ({'9' * 80}…)."
