"""Whatever stands in a file, a check ends with findings and never with a crash."""

import string

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.manifest.document import parse
from reconciler.manifest.merge import TOP_LEVEL, merge
from reconciler.manifest.rules import findings_of
from reconciler.manifest.shape import MODELS, drafted

KEYS = sorted({*TOP_LEVEL, *(key for model in MODELS.values() for key in model.model_fields), "a"})
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.sampled_from(["a", "", "Reseller", "user", "active", "sandbox://a", "a@a.io", "per_user"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.integers() | st.none(), inner, max_size=4)
    ),
    max_leaves=20,
)


def findings(data):
    return [*findings_of(drafted(merge([parse("a.yaml", data)])))]


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(TOP_LEVEL), VALUES))
def test_any_values_under_known_keys_are_judged(content):
    found = findings(yaml.safe_dump(content).encode())

    assert all(finding.code.startswith("V-") and finding.message for finding in found)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=string.printable) | st.text(alphabet="[]{}:,-*&!|>'\"#%@` \n\tab<"))
def test_any_text_is_judged(text):
    assert findings(text.encode())


@settings(max_examples=50, deadline=None)
@given(st.binary())
def test_any_bytes_are_judged(data):
    assert findings(data)
