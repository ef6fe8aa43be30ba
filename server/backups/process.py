"""A backup taken by a process of its own: reading a large database row by row would hold up the hub."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from server.backups.making import Backup, found_in
from server.settings import Settings

SECONDS = 900


def by_command(settings: Settings, folder: Path, now: datetime) -> Backup:
    """As the command line's `backup` makes it, into `folder`. Raises OSError with its last line."""
    machine = {"ANTREAN_DATA": str(settings.data), "ANTREAN_DATABASE_URL": settings.database_url}
    ran = subprocess.run(
        [sys.executable, "-m", "server", "backup"], capture_output=True, text=True, timeout=SECONDS, check=False,
        env={**os.environ, **machine, "ANTREAN_BACKUP_FOLDER": str(folder)},
    )  # fmt: skip
    if ran.returncode != 0:
        raise OSError((ran.stderr.strip().splitlines() or ["the backup's process failed"])[-1])
    return found_in(folder)[0]
