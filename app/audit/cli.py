"""The commands of the log: `flask audit …`."""

import re

import click
from flask.cli import AppGroup

from app.audit import anchor
from app.audit.actions import record
from app.audit.chain import head
from app.audit.retention import forget
from app.audit.verifying import Fault, verify
from app.platform import operator
from app.platform.db import unit_of_work

group = AppGroup("audit", help="The log: check its chain, forget old details.")


class _Noted(click.ParamType[tuple[int, str]]):
    name = "number:hash"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, str]:
        found = re.fullmatch(r"(\d{1,10}):([0-9a-f]{16,64})", value.strip().lower())
        if not found:
            self.fail(
                "it is a number, a colon and 16 signs of the hash at least, as in 812:0a1b…", param, ctx
            )
        return int(found[1]), found[2]


@group.command("verify")
@click.option("--head", "noted", type=_Noted(), help="A head that was noted elsewhere, as NUMBER:HASH.")
def verify_command(noted: tuple[int, str] | None) -> None:
    """Check the whole chain; end with 1 when it is broken."""
    report = verify(noted)
    click.echo(f"Operations checked: {report.checked}. Head: {report.position}:{report.hash}")
    for fault in report.faults:
        click.echo(_line(fault))
    if report.more:
        click.echo(f"And {report.more} more.")
    if not report.whole:
        raise click.exceptions.Exit(1)
    click.echo("The chain is whole.")


@group.command("accept-head")
@click.confirmation_option(prompt="Is the log in the database the one that shall count from now on?")
def accept_head_command() -> None:
    """Note the present head on this machine, after a backup was restored. Run `verify` first."""
    try:
        kept = anchor.read()
    except anchor.Rewritten:
        kept = None
    position, hash_ = head()
    with unit_of_work():
        record("log.head_accepted", operator.held(), by=None, number=position, noted=kept and kept[0])
    if position:
        anchor.write(position, hash_)
    else:
        anchor.forget()
    click.echo(f"Noted: {position}:{hash_}")


@group.command("forget")
def forget_command() -> None:
    """Erase the details that are older than the installation keeps them."""
    click.echo(f"Details erased: {forget()}.")


def _line(fault: Fault) -> str:
    number = "" if fault.position is None else f"Operation no. {fault.position}"
    if fault.last is not None and fault.last != fault.position:
        number += f" to {fault.last}"
    entry = "" if fault.entry_id is None else f"entry {fault.entry_id}"
    named = f"{number} ({entry})" if number and entry else number or entry.capitalize()
    return f"{named}: {fault.trouble.value}."
