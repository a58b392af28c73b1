"""The entry point: `wsgi:app` for gunicorn and `flask --app wsgi`; `python wsgi.py` runs web and worker as one."""

import os
import sys

from config import EXIT_CODE, Config, ConfigError
from helpdesk import create_app
from helpdesk.kernel import live, supervisor

try:
    config = Config.from_env()
except ConfigError as error:
    print(error, file=sys.stderr)  # noqa: T201 -- The one sentence for whoever starts the server.
    sys.exit(EXIT_CODE)

if __name__ == "__main__":
    sys.exit(supervisor.run(create_app(config), config.worker))

app = create_app(config)
if os.environ.get("HELPDESK_ROLE") == "web":
    live.start(app)
