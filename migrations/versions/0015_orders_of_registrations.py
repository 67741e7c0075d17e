"""orders of registrations"""

from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index('ix_registration_forum_state', table_name='registration')
    op.create_index('ix_registration_forum_state', 'registration', ['forum_id', 'state', 'category_id'])
    for key in ('sort_ar', 'sort_fr'):
        op.create_index(f'ix_registration_forum_{key}', 'registration', ['forum_id', key, 'id'])


def downgrade() -> None:
    for key in ('sort_ar', 'sort_fr'):
        op.drop_index(f'ix_registration_forum_{key}', table_name='registration')
    op.drop_index('ix_registration_forum_state', table_name='registration')
    op.create_index('ix_registration_forum_state', 'registration', ['forum_id', 'state'])
