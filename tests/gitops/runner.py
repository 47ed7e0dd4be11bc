"""What runs a generated pipeline in tests: the `run:` lines of its files, in order, in a shell.

It knows what the generated files use and no more: whatever else they might come to use fails.
"""

import os
import re
import subprocess
import sys
import venv
from dataclasses import dataclass, field

import yaml

PARENTS = [path for path in sys.path if path.endswith("site-packages")]


@dataclass
class Job:
    """How a job ended, with everything that it has said."""

    code: int = 0
    said: list = field(default_factory=list)

    @property
    def log(self):
        return "\n".join(self.said)


class Machine:
    """A machine of a CI: a Python of its own, in which nothing of the tool is installed yet.

    It sees the libraries of this one, for tests have no network; so the lock is emptied where
    the pipeline is run.
    """

    def __init__(self, folder, credentials):
        self.folder, self.credentials = folder, credentials
        python = folder / "python"
        venv.create(python, symlinks=True)
        (site,) = python.glob("lib/python*/site-packages")
        lines = [f"import site; site.addsitedir({path!r})\n" for path in PARENTS]
        (site / "parents.pth").write_text("".join(lines), encoding="utf-8")
        self.environment = {
            "PATH": os.pathsep.join([str(python / "bin"), "/usr/bin", "/bin"]),
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "CI": "true",
            "PIP_NO_INDEX": "1",
            "PIP_NO_COMPILE": "1",
            "PIP_IGNORE_INSTALLED": "1",
        }

    def checkout(self, origin, *refs):
        """A fresh clone, at the first ref; with the others merged into it."""
        place = self.folder / f"checkout-{len(list(self.folder.iterdir()))}"
        git(self.folder, "clone", "--quiet", str(origin), str(place))
        git(place, "checkout", "--quiet", "--detach", f"origin/{refs[0]}")
        for ref in refs[1:]:
            git(place, "merge", "--quiet", "--no-ff", "--message", "Merge", f"origin/{ref}")
        return place

    def shell(self, script, place, variables):
        """As both forges run scripts in bash."""
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=place,
            env={**self.environment, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


def git(folder, *words):
    identity = ("-c", "user.name=Ann", "-c", "user.email=ann@northwind.example")
    command = ["git", "-C", str(folder), *identity, *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def run_github(machine, place, name, variables, **inputs):
    """Carry out a workflow's only job."""
    file = place / ".github" / "workflows" / f"{name}.yml"
    workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert workflow["defaults"]["run"]["shell"] == "bash"
    (steps,) = [job["steps"] for job in workflow["jobs"].values()]
    token = variables["GITHUB_TOKEN"]
    known = {
        "github.token": token,
        "inputs.digest": inputs.get("digest", ""),
        "inputs.acks": inputs.get("acks", ""),
        **{f"secrets.{key}": value for key, value in machine.credentials.items()},
    }
    around = {key: value for key, value in variables.items() if key != "GITHUB_TOKEN"}
    around["GITHUB_STEP_SUMMARY"] = str(machine.folder / "summary.md")
    job = Job()
    for step in steps:
        if _is_due(step.get("if"), place, job) and "run" in step:
            own = {key: _filled(value, known) for key, value in step.get("env", {}).items()}
            _carry_out(machine, place, step["run"], {**around, **own}, job)
    return job


def _carry_out(machine, place, script, variables, job):
    done = machine.shell(script, place, variables)
    job.said += [f"$ {script}", done.stdout]
    job.code = job.code or done.returncode


def _is_due(condition, place, job):
    """Without a condition a step runs if all before it have succeeded."""
    match condition:
        case None:
            return job.code == 0
        case "${{ !cancelled() }}":
            return True
        case "${{ !cancelled() && hashFiles('result.json') != '' }}":
            return (place / "result.json").exists()
    raise NotImplementedError(condition)


def _filled(text, known):
    return re.sub(r"\$\{\{ ([\w.]+) \}\}", lambda found: known[found[1]], text)


def run_gitlab(machine, place, name, variables):
    """Carry out a job of the pipeline, in one shell, as its rules say that it has to be."""
    file = place / ".gitlab-ci.yml"
    pipeline = yaml.safe_load(file.read_text(encoding="utf-8"))
    around = {**variables, **machine.credentials, "CI_DEFAULT_BRANCH": "main"}
    due = [
        key
        for key in pipeline["stages"]
        if any(_holds(rule["if"], around) for rule in pipeline[key]["rules"])
    ]
    assert due == [name]
    assert any(_holds(rule["if"], around) for rule in pipeline["workflow"]["rules"])
    lines = [*pipeline["default"]["before_script"], *pipeline[name]["script"]]
    job = Job()
    _carry_out(machine, place, "\n".join(lines), around, job)
    return job


def _holds(rule, variables):
    """A rule made of $NAME, $NAME == "text" and $NAME == $NAME, joined by &&."""
    for part in rule.split(" && "):
        left, _, right = part.partition(" == ")
        value = _value(left, variables)
        if not value or (right and value != _value(right, variables)):
            return False
    return True


def _value(word, variables):
    return variables.get(word[1:], "") if word.startswith("$") else word.strip('"')
