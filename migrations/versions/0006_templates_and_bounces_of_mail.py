"""templates and bounces of mail"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('mail_bounce',
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_bounce')),
    sa.UniqueConstraint('address', name=op.f('uq_mail_bounce_address'))
    )
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
    op.execute("UPDATE outgoing_mail SET search = lower(to_address || ' ' || subject)")
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
    op.drop_table('mail_bounce')
