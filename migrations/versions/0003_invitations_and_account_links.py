"""invitations and account links"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

PENDING = "state = 'pending'"
EVERYWHERE = "state = 'pending' AND forum_id IS NULL"


def upgrade() -> None:
    op.create_table('account_link',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=32), nullable=False),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('new_email', sa.String(length=254), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_link_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_link')),
    sa.UniqueConstraint('public_id', name=op.f('uq_account_link_public_id'))
    )
    with op.batch_alter_table('account_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_link_account_id'), ['account_id'], unique=False)
    op.create_table('invitation',
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('locale', sa.String(length=10), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('forum_id', sa.Integer(), nullable=True),
    sa.Column('invited_by_id', sa.Integer(), nullable=True),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_invitation_account_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_invitation_forum_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['invited_by_id'], ['account.id'], name=op.f('fk_invitation_invited_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_invitation_public_id'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_forum_id'), ['forum_id'], unique=False)
        batch_op.create_index('uq_invitation_pending', ['email', 'forum_id', 'role'], unique=True, sqlite_where=sa.text(PENDING), postgresql_where=sa.text(PENDING))
        batch_op.create_index('uq_invitation_pending_installation', ['email', 'role'], unique=True, sqlite_where=sa.text(EVERYWHERE), postgresql_where=sa.text(EVERYWHERE))
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('search', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('sort_ar', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('sort_fr', sa.LargeBinary(), nullable=True))

    # Near enough until the account is next changed: the version before had accounts in its demonstration only.
    connection = op.get_bind()
    names = [sa.column(name, sa.LargeBinary if name.startswith('sort') else sa.String)
             for name in ('name', 'email', 'search', 'sort_ar', 'sort_fr')]
    account = sa.table('account', sa.column('id', sa.Integer), *names)
    for key, name, email in connection.execute(sa.select(account.c.id, account.c.name, account.c.email)).all():
        plain = name.casefold()
        values = {'search': f'{plain} | {email.casefold()}', 'sort_ar': plain.encode(), 'sort_fr': plain.encode()}
        connection.execute(account.update().where(account.c.id == key).values(**values))
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.alter_column('search', existing_type=sa.Text(), nullable=False)
        batch_op.alter_column('sort_ar', existing_type=sa.LargeBinary(), nullable=False)
        batch_op.alter_column('sort_fr', existing_type=sa.LargeBinary(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_column('sort_fr')
        batch_op.drop_column('sort_ar')
        batch_op.drop_column('search')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index('uq_invitation_pending_installation')
        batch_op.drop_index('uq_invitation_pending')
        batch_op.drop_index(batch_op.f('ix_invitation_forum_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_email'))
    op.drop_table('invitation')
    with op.batch_alter_table('account_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_link_account_id'))
    op.drop_table('account_link')
