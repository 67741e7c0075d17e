"""The look alone, without a database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.ui import pages


@pytest.fixture
def look(tmp_path: Path) -> Flask:
    """An application with the look and nothing else."""
    return pages.build(tmp_path)


@pytest.fixture
def visitor(look: Flask) -> FlaskClient:
    """A browser on it."""
    return look.test_client()


@pytest.fixture
def in_french(look: Flask) -> Iterator[Flask]:
    """Inside a request for a French page."""
    with look.test_request_context("/fr/", environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        look.preprocess_request()
        yield look
