"""Every command says how it is used."""

import click
import pytest

from reconciler.cli import cli

CONTEXT = click.Context(cli)


def commands(group, context, name="reconciler"):
    """The commands of a group and of the groups in it, by the words that call them."""
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        if isinstance(command, click.Group):
            inner = click.Context(command, parent=context, info_name=word)
            yield from commands(command, inner, f"{name} {word}")
        else:
            yield f"{name} {word}", command


COMMANDS = dict(commands(cli, CONTEXT))


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_a_command_has_a_sentence_and_an_example_of_itself(words):
    text = COMMANDS[words].help
    sentence, _, examples = text.partition("\b\n")

    assert sentence.strip().endswith(".")
    assert any(line.strip().startswith(words) for line in examples.splitlines())


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_every_option_of_a_command_is_explained(words):
    options = [one for one in COMMANDS[words].params if isinstance(one, click.Option)]

    assert [
        one.name for one in options if not (one.help or isinstance(one.type, click.Choice))
    ] == []
