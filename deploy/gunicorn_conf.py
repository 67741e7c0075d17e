"""How gunicorn serves: two processes of four threads, the application loaded once before they part."""

import os
from pathlib import Path
from typing import Any

from app.platform import memory

wsgi_app = "wsgi:app"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
keepalive = 15
timeout = 60
graceful_timeout = 8
loglevel = "warning"
control_socket_disable = True
# A heartbeat file on a busy disk has made workers look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK) else None  # noqa: S108


def post_fork(_server: Any, _worker: Any) -> None:
    memory.settle()
