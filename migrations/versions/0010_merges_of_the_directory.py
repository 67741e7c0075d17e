"""merges of the directory"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('alike_pair',
    sa.Column('sort', sa.String(length=32), nullable=False),
    sa.Column('lower_id', sa.Integer(), nullable=False),
    sa.Column('higher_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('because', sa.JSON(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('lower_id < higher_id', name=op.f('ck_alike_pair_ordered')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alike_pair')),
    sa.UniqueConstraint('sort', 'lower_id', 'higher_id', name=op.f('uq_alike_pair_sort_lower_id_higher_id'))
    )
    op.create_table('apart',
    sa.Column('sort', sa.String(length=32), nullable=False),
    sa.Column('lower_id', sa.Integer(), nullable=False),
    sa.Column('higher_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('lower_id < higher_id', name=op.f('ck_apart_ordered')),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_apart_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_apart')),
    sa.UniqueConstraint('sort', 'lower_id', 'higher_id', name=op.f('uq_apart_sort_lower_id_higher_id'))
    )
    op.create_table('merge',
    sa.Column('sort', sa.String(length=32), nullable=False),
    sa.Column('kept_id', sa.Integer(), nullable=False),
    sa.Column('gone_id', sa.Integer(), nullable=False),
    sa.Column('moved', sa.JSON(), nullable=False),
    sa.Column('dropped', sa.JSON(), nullable=False),
    sa.Column('filled', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_merge_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merge'))
    )
    with op.batch_alter_table('merge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_merge_gone_id'), ['gone_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_merge_kept_id'), ['kept_id'], unique=False)


def downgrade() -> None:
    op.drop_table('merge')
    op.drop_table('apart')
    op.drop_table('alike_pair')
