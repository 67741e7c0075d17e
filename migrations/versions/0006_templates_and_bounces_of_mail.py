"""templates and bounces of mail"""

import re
import unicodedata
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

# The rule of folding as it stood at this revision: texts that a reader takes for the same have the same key.
DROPPED = dict.fromkeys([
    *range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06EE), 0x0640, 0x0621, 0x061C,
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, *map(ord, "'’‘`´ʼ"),
])
LETTERS = str.maketrans(
    "أإآٱىیؤئةہھەگڭݣکپڤڥłı" + "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹",
    "ااااييويههههككككبففli" + "0123456789" + "0123456789",
)
SERVANT = re.compile(r"\b(عبد|ابو|ابي|ام|بن) (?=\w)")
PARTICLES = re.compile(r"\b(el|al|ben|ibn|bou|abou|ait|ould|oulad) (?=\w)")
ARTICLE = re.compile(r"\bال(?=\w{2,})")
BLOCK = 200


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("œ", "oe").replace("Œ", "oe")
    plain = unicodedata.normalize("NFKD", plain.translate(DROPPED).translate(LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"[^\w]+", " ", plain).strip()
    return PARTICLES.sub(r"\1", SERVANT.sub(r"\1", plain))


def keys(text: str) -> Iterator[str]:
    folded = fold(text)
    yield from (folded, ARTICLE.sub("", folded), folded.replace(" ", ""))


def fill_search(connection: sa.Connection) -> None:
    rows, last = sa.text("SELECT id, to_address, subject FROM outgoing_mail WHERE id > :last ORDER BY id LIMIT :block"), 0
    fill = sa.text("UPDATE outgoing_mail SET search = :search WHERE id = :id")
    while block := connection.execute(rows, {"last": last, "block": BLOCK}).all():
        for row in block:
            found = dict.fromkeys(key for text in (row.to_address, row.subject) for key in keys(text) if key)
            connection.execute(fill, {"search": " | ".join(found), "id": row.id})
        last = block[-1].id


def upgrade() -> None:
    op.create_table('mail_bounce',
    sa.Column('forum_id', sa.Integer(), nullable=True),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_bounce')),
    sa.UniqueConstraint('forum_id', 'address', name=op.f('uq_mail_bounce_forum_id_address'))
    )
    with op.batch_alter_table('mail_bounce', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_bounce_forum_id'), ['forum_id'], unique=False)
        batch_op.create_index('uq_mail_bounce_installation', ['address'], unique=True, sqlite_where=sa.text('forum_id IS NULL'), postgresql_where=sa.text('forum_id IS NULL'))
    op.create_table('mail_template',
    sa.Column('forum_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.JSON(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_template')),
    sa.UniqueConstraint('forum_id', 'kind', name=op.f('uq_mail_template_forum_id_kind'))
    )
    with op.batch_alter_table('mail_template', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_template_forum_id'), ['forum_id'], unique=False)
        batch_op.create_index('uq_mail_template_installation', ['kind'], unique=True, sqlite_where=sa.text('forum_id IS NULL'), postgresql_where=sa.text('forum_id IS NULL'))
    with op.batch_alter_table('outgoing_mail', schema=None) as batch_op:
        batch_op.add_column(sa.Column('due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('bounced_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('sender', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('search', sa.Text(), server_default='', nullable=False))
        batch_op.create_index(batch_op.f('ix_outgoing_mail_sent_at'), ['sent_at'], unique=False)
        batch_op.create_index('ix_outgoing_mail_forum_id_state', ['forum_id', 'state'], unique=False)
    fill_search(op.get_bind())
    # What fills the slots of a letter is found by its kind, also of one that has not left yet.
    op.execute("UPDATE outgoing_mail SET kind = 'registration.confirmed' WHERE kind = 'registration'")


def downgrade() -> None:
    op.execute("UPDATE outgoing_mail SET state = 'queued' WHERE state = 'waiting'")
    op.execute("UPDATE outgoing_mail SET kind = 'registration' WHERE kind LIKE 'registration.%'")
    with op.batch_alter_table('outgoing_mail', schema=None) as batch_op:
        batch_op.drop_index('ix_outgoing_mail_forum_id_state')
        batch_op.drop_index(batch_op.f('ix_outgoing_mail_sent_at'))
        batch_op.drop_column('search')
        batch_op.drop_column('sender')
        batch_op.drop_column('bounced_at')
        batch_op.drop_column('due_at')
    with op.batch_alter_table('mail_template', schema=None) as batch_op:
        batch_op.drop_index('uq_mail_template_installation', sqlite_where=sa.text('forum_id IS NULL'), postgresql_where=sa.text('forum_id IS NULL'))
        batch_op.drop_index(batch_op.f('ix_mail_template_forum_id'))
    op.drop_table('mail_template')
    with op.batch_alter_table('mail_bounce', schema=None) as batch_op:
        batch_op.drop_index('uq_mail_bounce_installation', sqlite_where=sa.text('forum_id IS NULL'), postgresql_where=sa.text('forum_id IS NULL'))
        batch_op.drop_index(batch_op.f('ix_mail_bounce_forum_id'))
    op.drop_table('mail_bounce')
