"""progress of jobs"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.add_column(sa.Column('started_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('done', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('total', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('stop_asked', sa.Boolean(), server_default=sa.false(), nullable=False))
    # Of what ended before, the time it was due is the nearest that is known.
    op.execute("UPDATE job SET ended_at = due_at WHERE state IN ('done', 'failed')")


def downgrade() -> None:
    op.execute("UPDATE job SET state = 'done' WHERE state = 'cancelled'")
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_column('stop_asked')
        batch_op.drop_column('total')
        batch_op.drop_column('done')
        batch_op.drop_column('ended_at')
        batch_op.drop_column('started_at')
