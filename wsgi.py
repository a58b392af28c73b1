"""The entry point: `wsgi:app` for gunicorn and `flask --app wsgi`; `python wsgi.py` runs web and worker as one."""

import gc
import os
import subprocess
import sys

from config import EXIT_CODE, PROJECT, Config, ConfigError

WEB = [sys.executable, "-m", "gunicorn", "-c", "helpdesk/kernel/gunicorn_conf.py", "wsgi:app"]

try:
    config = Config.from_env()
except ConfigError as error:
    print(error, file=sys.stderr)  # noqa: T201 -- The one sentence for whoever starts the server.
    sys.exit(EXIT_CODE)

if __name__ == "__main__":
    # The web process reads its code while this one reads the same and migrates; it serves once the gate is open.
    os.chdir(PROJECT)
    waiting, gate = os.pipe()
    environ = {**os.environ, "HELPDESK_ROLE": "web", "HELPDESK_GATE": str(waiting)}
    web = subprocess.Popen(WEB, env=environ, pass_fds=(waiting,))  # noqa: S603 -- Our own command.
    os.close(waiting)

gc.disable()  # Nothing that is read at the start is garbage; looking for it took a fifth of the start.
from helpdesk import create_app
from helpdesk.kernel import supervisor

app = create_app(config)
gc.freeze()
gc.enable()
if __name__ == "__main__":
    sys.exit(supervisor.run(app, config.worker, web=supervisor.Child("web", WEB, web), gate=gate))
