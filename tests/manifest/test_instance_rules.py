"""Secrets, gateways and trees managed twice: V-04 to V-06."""

import pytest

REFERENCE = "Put the secret into the environment or a file, and write {env: NAME} or {file: PATH}."
LITERAL = f"must be a reference to the secret, never the secret itself. {REFERENCE} [V-04]"


def instance(url="https://eu2-cloud.acronis.com", client_id="{env: ID}", secret="{file: /s}"):
    return f"""\
instances:
  own:
    gateway_url: {url}
    client_id: {client_id}
    client_secret: {secret}
"""


def test_secrets_in_environment_and_file_are_fine(said):
    assert said(instance()) == []


@pytest.mark.parametrize(
    "literal",
    [
        "hunter2",
        "12345",
        "[hunter2]",
        "{hunter2}",
        "{hunter2: }",
        "{hunter2: 1, hunter2: 2, 12345: 3}",
        "{value: hunter2}",
        "{env: 12345}",
    ],
)
def test_v_04_a_literal_secret_is_refused_and_never_repeated(said, literal):
    assert said(instance(secret=literal)) == [
        f"case.yaml:5 error instances.own.client_secret: {LITERAL}"
    ]


def test_v_04_the_name_of_a_variable_must_be_one(said):
    assert said(instance(client_id='{env: "hunter-2!"}')) == [
        "case.yaml:4 error instances.own.client_id: the value of env is not the name of an "
        f"environment variable. {REFERENCE} [V-04]"
    ]


def test_v_04_a_secret_has_one_source(said):
    assert said(instance(secret="{env: hunter2, file: hunter3}")) == [
        "case.yaml:5 error instances.own.client_secret: has both env and file; exactly one of "
        "them is needed. Remove one of the two. [V-04]"
    ]


def test_v_01_only_sandboxes_do_without_a_client(said):
    case = "instances: {own: {gateway_url: 'https://eu2-cloud.acronis.com'}}"
    add = "is missing. Add it, as {env: NAME} or {file: PATH}. [V-01]"

    assert said(case) == [
        f"case.yaml:1 error instances.own.client_id: {add}",
        f"case.yaml:1 error instances.own.client_secret: {add}",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://eu2-cloud.acronis.com/",
        "https://acronis.com:443",
        "http://localhost:8080",
        "http://127.0.0.1:9",
        "http://[::1]:9",
        "sandbox://mine",
    ],
)
def test_v_05_data_centres_this_machine_and_sandboxes_are_gateways(said, url):
    assert said(instance(url=f"'{url}'")) == []


@pytest.mark.parametrize(
    "url",
    [
        "eu2-cloud.acronis.com",
        "ftp://eu2-cloud.acronis.com",
        "https://",
        "https://eu2-cloud.acronis.com/api/2",
        "https://eu2-cloud.acronis.com:port",
        "https://[::1",
        "sandbox://",
        "sandbox://a/b",
    ],
)
def test_v_05_anything_else_is_refused(said, url):
    assert said(instance(url=f"'{url}'")) == [
        f'case.yaml:3 error instances.own.gateway_url: "{url}" is not the address of a data '
        "centre. Write https://HOST as in https://eu2-cloud.acronis.com, or sandbox://NAME. [V-05]"
    ]


def test_v_05_a_password_in_the_address_is_not_repeated(said):
    (only,) = said(instance(url="https://me:hunter2@eu2-cloud.acronis.com"))

    assert only.startswith("case.yaml:3 error instances.own.gateway_url: it is not the address")


def test_v_05_a_secret_is_not_sent_unencrypted(said):
    assert said(instance(url="http://eu2-cloud.acronis.com")) == [
        'case.yaml:3 error instances.own.gateway_url: "http://eu2-cloud.acronis.com" would send '
        "the secret unencrypted. Write https:// instead of http://. [V-05]"
    ]


@pytest.mark.parametrize("strict", [False, True])
def test_v_05_another_host_is_a_warning(said, strict):
    assert said(instance(url="https://notacronis.com"), strict=strict) == [
        'case.yaml:3 warning instances.own.gateway_url: "notacronis.com" is not a host of '
        "acronis.com. Check the address; the API client's secret is sent there. [V-05]"
    ]


def test_v_06_two_instances_of_one_client_are_refused(said):
    case = (
        instance()
        + """\
  twin:
    gateway_url: https://EU2-cloud.acronis.com/
    client_id: {env: ID}
    client_secret: {env: ANOTHER}
  other:
    gateway_url: https://eu2-cloud.acronis.com
    client_id: {env: OTHER}
    client_secret: {file: /s}
"""
    )

    assert said(case) == [
        'case.yaml:6 error instances.twin: has the gateway_url "https://EU2-cloud.acronis.com/" '
        "and the client_id (env:ID) of instances.own. "
        "Remove one of them; both would manage the same tenants. [V-06]"
    ]


def test_v_06_two_instances_of_one_sandbox_are_refused(said):
    assert said('instances: {zz: {gateway_url: "sandbox://EU"}}') == [
        'case.yaml:1 error instances.zz: has the gateway_url "sandbox://EU" and the client_id '
        "(none) of instances.eu. Remove one of them; both would manage the same tenants. [V-06]"
    ]
