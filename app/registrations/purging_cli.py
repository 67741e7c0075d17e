"""`flask registrations purge`: empties what is past its time, as the nightly job does."""

import click

from app.registrations import purging
from app.registrations.cli import group


@group.command("purge")
@click.option("--dry-run", is_flag=True, help="Only say what would be emptied.")
def purge_command(dry_run: bool) -> None:
    """Empty the registrations whose months after the event are over."""
    for one in purging.due():
        click.echo(f"{one.forum.slug}: {one.stood} that stood, {one.ended} that had ended early.")
    if dry_run:
        click.echo("Nothing was changed.")
    else:
        click.echo(f"Emptied: {purging.purge()}.")
