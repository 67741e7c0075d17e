"""What the web server and the job consumer load."""

import sys

import config
from app import create_app

try:
    app = create_app(config.load())
except config.BadSetting as error:
    sys.exit(f"mounadara: {error}")
