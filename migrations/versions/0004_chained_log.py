"""chained log"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_link',
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('details_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_link')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_audit_link_entry_id')),
    sa.UniqueConstraint('position', name=op.f('uq_audit_link_position'))
    )
    op.create_index('ix_audit_entry_actor', 'audit_entry', ['actor_id', 'forum_id', 'id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_audit_entry_actor', table_name='audit_entry')
    op.drop_table('audit_link')
