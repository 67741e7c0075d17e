"""The commands of accounts, for whoever runs the installation: `flask accounts …`."""

from typing import Any

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask.cli import AppGroup

from app.accounts import actions, inviting, links, queries
from app.accounts.models import Invitation, Role, User
from app.platform.db import db, unit_of_work
from app.platform.errors import Refusal

group = AppGroup("accounts", help="Who may come in: the first administrator, and help when nobody can.")


@group.command("first-admin")
@click.argument("email")
@click.option("--name", default="", help="The name of the person, as it is shown.")
@click.option("--locale", default=None, help="The language of the page that the link opens: ar or fr.")
def first_admin(email: str, name: str, locale: str | None) -> None:
    """Write an invitation for the first administrator and show its link, once.

    Whoever opens the link chooses the password: hand it to that person alone. Asked again before it has
    served, the command shows a new link, and the earlier one opens nothing any more.
    """
    language = locale or current_app.config["SETTINGS"].locales[0]
    if language not in current_app.config["SETTINGS"].locales:
        raise click.ClickException("This installation does not speak that language.")
    if db.session.scalars(queries.active_holders(Role.ADMINISTRATOR, None)).first() is not None:
        raise click.ClickException("There is an administrator already, who can invite others.")
    address = _address(email)
    found = db.session.scalars(queries.pending(None).where(Invitation.email == address)).first()
    with unit_of_work():
        if found is None:
            row = inviting.write(
                email=address,
                name=name,
                locale=language,
                role=Role.ADMINISTRATOR,
                forum_id=None,
                by=None,
            )
        else:
            row = found
            inviting.renew(row, by=None)
    click.echo(links.url("invitations.show", links.of_invitation(row), language))


@group.command("list")
def list_accounts() -> None:
    """Show every account: address, name, roles, and what is unusual about it."""
    rows = db.session.execute(queries.accounts()).all()
    for user, second_factor, _last_seen in rows:
        held = queries.memberships(user.id)
        roles = ", ".join(sorted({role.value for _forum, role in held})) or "no role"
        marks = ["two steps"] * bool(second_factor) + ["deactivated"] * (not user.active)
        click.echo(" · ".join([user.email, user.name, roles, *marks]))


@group.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Close an account, and sign it out everywhere."""
    _do(email, actions.deactivate)
    click.echo("The account is deactivated.")


@group.command("remove-second-factor")
@click.argument("email")
def remove_second_factor(email: str) -> None:
    """Remove the app, the passkeys and the recovery codes of somebody who has lost them."""
    _do(email, actions.remove_second_factor)
    click.echo("Two-step verification is removed; its owner is told by mail.")


def _do(email: str, act: Any) -> None:
    user: User | None = db.session.scalar(queries.user_by_email(email))
    if user is None:
        raise click.ClickException("No account has this address.")
    try:
        with unit_of_work():
            act(user, by=None)
    except Refusal as refusal:
        raise click.ClickException(str(refusal.message)) from refusal


def _address(email: str) -> str:
    try:
        found = validate_email(email, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise click.ClickException("This is not a whole e-mail address.") from error
    return queries.folded(found.normalized)
