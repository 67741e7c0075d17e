"""The commands of the demonstration: `flask demo …`."""

from datetime import date, datetime
from typing import Any

import click
import flask_migrate
from flask.cli import AppGroup, ScriptInfo

from app.demo import accounts, loading
from app.platform.clock import today
from config import ROOT


class DemoGroup(AppGroup):
    """Refuses every command of its own on a production."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for. Raises ClickException outside the demonstration."""
        app = ctx.ensure_object(ScriptInfo).load_app()
        if app.config["SETTINGS"].mode == "production":
            raise click.ClickException(
                "These commands are for the demonstration: set MOUNADARA_MODE=demo first."
            )
        return super().invoke(ctx)


group = DemoGroup("demo", help="The demonstration data: load, replace, show the accounts.")
_on = click.option(
    "--on",
    "moment",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Load as if it were this day (YYYY-MM-DD); today unless given.",
)


@group.command()
@_on
@click.option("--if-empty", is_flag=True, help="Do nothing when there is an event or an account already.")
def load(moment: datetime | None, if_empty: bool) -> None:
    """Add the demonstration data to an empty installation."""
    if loading.is_empty():
        loading.load(_day(moment))
        click.echo("The demonstration data are loaded.")
    elif if_empty:
        click.echo("There are data already: nothing was loaded.")
    else:
        raise click.ClickException("There are data already: flask demo reset replaces them.")


@group.command()
@_on
def reset(moment: datetime | None) -> None:
    """Remove ALL data and files, then load the demonstration anew."""
    _refuse_real_data()
    loading.reset(_day(moment))
    click.echo("The demonstration data are loaded anew.")


@group.command("accounts")
def show_accounts() -> None:
    """Show one account for each role."""
    click.echo(accounts.table())


@group.command()
def prepare() -> None:
    """Bring the database up to date, load the data on the first start, show the accounts."""
    flask_migrate.upgrade(directory=str(ROOT / "migrations"))
    _refuse_real_data()
    if loading.is_empty():
        loading.load(today())
    click.echo(accounts.table())


def _refuse_real_data() -> None:
    try:
        loading.refuse_real_data()
    except loading.RealData as error:
        raise click.ClickException(str(error)) from error


def _day(moment: datetime | None) -> date:
    return moment.date() if moment else today()
