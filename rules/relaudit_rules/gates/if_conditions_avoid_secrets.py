"""No condition asks for a secret."""

from collections.abc import Iterator

from relaudit.api import Problem, Severity, Unknown, rule
from relaudit.evidence.workflows.conditions import conditions
from relaudit.evidence.workflows.places import place_of
from relaudit.evidence.workflows.read import Workflows


@rule(severity=Severity.ERROR, added="0.1", over="workflows")
def if_conditions_avoid_secrets(workflows: Workflows) -> Iterator[Problem | Unknown]:
    """No `if:` of a job or step uses the `secrets` context.

    Why:
        GitHub doesn't let conditions see secrets, and refuses the whole file for it: no job of it ever runs, neither the tests
        nor the release, and nothing turns red.

    How to fix:
        Hand the secret to an environment variable of the job or of an earlier step, and ask for that: `env: {TOKEN: ${{ secrets.TOKEN }}}`
        and `if: env.TOKEN != ''`. For a job, let a step before it write whether the secret is there into an output.
    """
    yield from workflows.unknowns
    for workflow in workflows.workflows:
        for condition in conditions(workflow):
            for context in condition.asked.contexts:
                if context.name == "secrets":
                    start = condition.asked.start + context.token.start
                    place = place_of(workflow.file, condition.scalar, start, start + len(context.token.text))
                    what = "a step of job" if condition.step else "job"
                    message = f"the condition of {what} {condition.job.id} asks for a secret: GitHub refuses the whole file"
                    yield Problem(message, place, subject=f"{workflow.path} {condition.job.id}")
                    break
