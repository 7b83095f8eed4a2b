"""The command line."""

import gc
import os
import sys
from typing import NoReturn

from relaudit import __version__

EXIT_USAGE = 2
EXIT_INTERRUPTED = 4


def main() -> NoReturn:
    """The console script: run, flush, and leave without collecting or tidying up memory."""
    gc.disable()
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass  # whoever read us has seen enough
    os._exit(code)


def run(arguments: list[str]) -> int:  # noqa: PLR0911 - one for each way out
    """Run one command; the exit code. Errors of the run are one sentence on standard error."""
    if arguments == ["--version"]:
        print(f"relaudit {__version__}")
        return 0
    from relaudit.cli.parser import parse
    from relaudit.core.errors import RelauditError

    try:
        options = parse(arguments)
        command = options.run
        return int(command(options))
    except RelauditError as error:
        print(f"relaudit: {_shown(str(error))}", file=sys.stderr)
        return EXIT_USAGE
    except KeyboardInterrupt:
        print("relaudit: interrupted, nothing was reported", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        return EXIT_INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: exit 1 would say that something was found
        print(_defect(error), file=sys.stderr)
        return EXIT_USAGE
    except SystemExit as stopped:  # argparse has printed its help or its complaint
        return stopped.code if isinstance(stopped.code, int) else EXIT_USAGE


def _shown(message: str) -> str:
    from relaudit.reporters.text import visible

    return visible(message)


def _defect(error: Exception) -> str:
    import traceback

    # Behind a mark: at the beginning of a line GitHub would take `::error::` for a command.
    trace = [f"| {_shown(line)}" for part in traceback.format_exception(error) for line in part.splitlines()]
    return "\n".join(
        [*trace, "relaudit: this is a defect of relaudit or of a pack; please report it with the lines above"]
    )
