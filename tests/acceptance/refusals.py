"""How a command says that it cannot go on: the same to people and to machines."""

COMMANDS = ["plan", "apply", "status"]


def told(world, command, code, *arguments):
    """Run as text and as JSON, which both have to keep the rules: (stderr, the document)."""
    options = ("--auto-approve",) if command == "apply" else ()
    text = world.run(command, *arguments, *options)
    machine = world.run(command, *arguments, *options, "-o", "json")
    for result in (text, machine):
        assert result.exit_code == code, result.stderr + result.stdout
        assert result.writes == []
    assert text.stdout == ""
    assert machine.json["format_version"] == "1.0"
    return text.stderr, machine.json
