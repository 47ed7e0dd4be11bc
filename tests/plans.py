"""Plans of every shape, for laws about them."""

from hypothesis import strategies as st

from reconciler.findings import Finding
from reconciler.plan import Action, Address, Change, Pins, Plan, Row, Source

text = st.text(max_size=6)
keys = st.text("abc.-_19", min_size=1, max_size=4)
kinds = st.sampled_from(["tenant", "offering_items", "user"])
addresses = st.builds(Address, keys, keys | st.just("@0f"), kinds)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | text,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(text, inner, max_size=2),
    max_leaves=4,
)
fields = st.dictionaries(text, json_values, max_size=3)
pins = st.builds(
    Pins,
    id=text,
    version=st.none() | st.integers(0, 9) | st.dictionaries(text, st.integers(0, 9)),
    fingerprint=text,
    refs=st.dictionaries(addresses.map(str), text, max_size=2),
)
sources = st.builds(Source, gateway_url=text, client_id=text, client_secret=text, tenant_id=text)
findings = st.builds(
    Finding,
    code=st.sampled_from(["V-35", "V-60", "D-14"]),
    severity=st.sampled_from(["error", "warning", "info"]),
    message=text,
    hint=text,
    address=st.just("") | addresses.map(str),
    path=text,
    file=st.sampled_from(["", "here/msp.yaml", "here/more/a.yaml"]),
    line=st.integers(0, 9),
    ack_needed=st.booleans(),
)


@st.composite
def changes(draw, address):
    action = draw(st.sampled_from(Action))
    return Change(
        address=address,
        action=action,
        before=None if action is Action.CREATE else draw(fields),
        after=None if action is Action.DELETE else draw(fields),
        reason=draw(text),
        needs=tuple(draw(st.lists(addresses, max_size=2))),
        pins=draw(pins),
        irreversible=draw(st.booleans()),
        effects=tuple(draw(st.lists(text, max_size=2))),
        drifted=draw(st.booleans()),
    )


@st.composite
def plans(draw):
    changed = draw(st.lists(addresses, unique=True, max_size=3))
    rows = st.lists(st.builds(Row, address=addresses, reason=text), max_size=2).map(tuple)
    needy = st.builds(
        Row, address=addresses, reason=text, needs=st.lists(addresses, max_size=2).map(tuple)
    )
    return Plan(
        workspace=draw(keys),
        manifests_digest=draw(text),
        instances=draw(st.dictionaries(keys, sources, max_size=2)),
        changes=tuple(draw(changes(address)) for address in changed),
        deferred=draw(rows),
        waiting=draw(rows),
        blocked=tuple(draw(st.lists(needy, max_size=2))),
        findings=tuple(draw(st.lists(findings, max_size=2))),
        no_op=draw(st.integers(0, 9)),
        complete=draw(st.booleans()),
        partial=draw(st.none() | st.lists(keys, max_size=2).map(tuple)),
        paths=("here",),
    )
