"""Whole findings, as plan and validate are expected to show them."""


def expected(world, code, message, hint, *, path, line, address="", **more):
    """A finding about manifests/all.yaml, by default an error that needs no acknowledgement.

    `line` are words: the finding has to point at the line where they first stand.
    """
    return {
        "code": code,
        "severity": "error",
        "message": message,
        "hint": hint,
        "address": address,
        "path": path,
        "file": "manifests/all.yaml",
        "line": world.line_of(line),
        "ack_needed": False,
        **more,
    }


def acknowledged(world, *codes):
    """Apply without acknowledgements: nothing is written, 5. Then with them: all is done."""
    refused = world.apply()
    digest = world.plan().json["digest"]
    acks = [part for code in codes for part in ("--ack", f"{code}:{digest}")]
    assert (refused.exit_code, refused.writes) == (5, [])
    assert all(f"[{code}]" in refused.json["error"]["message"] for code in codes)
    return world.applied(*acks)
