"""operator"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('operator',
    sa.Column('site_name', sa.JSON(), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('tifinagh', sa.String(length=200), nullable=False),
    sa.Column('department', sa.JSON(), nullable=False),
    sa.Column('address', sa.JSON(), nullable=False),
    sa.Column('director', sa.JSON(), nullable=False),
    sa.Column('host', sa.JSON(), nullable=False),
    sa.Column('help_phone', sa.String(length=20), nullable=False),
    sa.Column('contact_email', sa.String(length=254), nullable=False),
    sa.Column('mail_sender', sa.String(length=254), nullable=False),
    sa.Column('mails_per_minute', sa.Integer(), nullable=True),
    sa.Column('cndp_number', sa.String(length=60), nullable=False),
    sa.Column('log_months', sa.Integer(), nullable=False),
    sa.Column('logo_key', sa.String(length=50), nullable=True),
    sa.Column('logo', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('arms_key', sa.String(length=50), nullable=True),
    sa.Column('arms', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('legal_text', sa.JSON(), nullable=False),
    sa.Column('privacy_text', sa.JSON(), nullable=False),
    sa.Column('accessibility_text', sa.JSON(), nullable=False),
    sa.Column('contact_text', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_operator'))
    )


def downgrade() -> None:
    op.drop_table('operator')
