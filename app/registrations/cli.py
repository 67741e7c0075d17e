"""The commands of registrations: `flask registrations …`."""

import click
from flask.cli import AppGroup

from app.platform.db import unit_of_work
from app.registrations import marking, recounting

group = AppGroup("registrations", help="Places and persons: count again, mark again.")


@group.command("recount")
@click.option("--mend", is_flag=True, help="Set right what is wrong.")
def recount_command(mend: bool) -> None:
    """Count the taken places again; end with 1 when a count is wrong."""
    wrong = recounting.drifts()
    for drift in wrong:
        click.echo(f"Wrong: {drift}.")
    if mend:
        for drift in wrong:
            with unit_of_work():
                recounting.mend(drift.quota.id)
        wrong = recounting.drifts()
        for drift in wrong:
            click.echo(f"Still wrong: {drift}.")
    if wrong:
        raise click.exceptions.Exit(1)
    click.echo("All places agree.")


@group.command("mark")
def mark_command() -> None:
    """Mark registrations from before there were marks. May be repeated."""
    marked, alike = marking.mark_all()
    click.echo(f"Marked: {marked}. Left without, as another of the same name and contact stands: {alike}.")
