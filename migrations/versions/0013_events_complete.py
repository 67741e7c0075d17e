"""events complete"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('series',
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.Column('sort_ar', sa.LargeBinary(), nullable=False),
    sa.Column('sort_fr', sa.LargeBinary(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series'))
    )
    with op.batch_alter_table('forum', schema=None) as batch_op:
        batch_op.add_column(sa.Column('series_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('concept', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('patronage', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('patronage_ref', sa.String(length=120), server_default='', nullable=False))
        batch_op.add_column(sa.Column('address', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('directions', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('latitude', sa.Double(), nullable=True))
        batch_op.add_column(sa.Column('longitude', sa.Double(), nullable=True))
        batch_op.create_index(batch_op.f('ix_forum_series_id'), ['series_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_forum_series_id'), 'series', ['series_id'], ['id'])
    if op.get_bind().dialect.name == "sqlite":  # a table that is rebuilt there loses its rules
        with op.batch_alter_table('forum') as batch_op:
            batch_op.create_check_constraint(op.f('ck_forum_ends_after_start'), 'ends_on >= starts_on')
    with op.batch_alter_table('hall', schema=None) as batch_op:
        batch_op.add_column(sa.Column('equipment', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('access', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('interpretation', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))
    with op.batch_alter_table('theme', schema=None) as batch_op:
        batch_op.add_column(sa.Column('about', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('colour', sa.String(length=7), server_default='#1f5f46', nullable=False))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))
    op.create_table('day',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('opens_at', sa.Time(), nullable=True),
    sa.Column('closes_at', sa.Time(), nullable=True),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('closes_at > opens_at', name=op.f('ck_day_closes_after_opening')),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_day_forum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day')),
    sa.UniqueConstraint('forum_id', 'on', name=op.f('uq_day_forum_id_on'))
    )
    op.create_table('contact',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("email <> '' OR phone <> ''", name=op.f('ck_contact_reachable')),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_contact_forum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact'))
    )
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_forum_id'), ['forum_id'], unique=False)
    op.create_table('document',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=20), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('key', sa.String(length=50), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('content_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_document_forum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document')),
    sa.UniqueConstraint('key', name=op.f('uq_document_key')),
    sa.UniqueConstraint('ref', name=op.f('uq_document_ref'))
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_forum_id'), ['forum_id'], unique=False)


def downgrade() -> None:
    op.drop_table('document')
    op.drop_table('contact')
    op.drop_table('day')
    with op.batch_alter_table('theme') as batch_op:
        batch_op.drop_column('version')
        batch_op.drop_column('colour')
        batch_op.drop_column('about')
    with op.batch_alter_table('hall') as batch_op:
        batch_op.drop_column('version')
        batch_op.drop_column('interpretation')
        batch_op.drop_column('access')
        batch_op.drop_column('equipment')
    with op.batch_alter_table('forum') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_forum_series_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_forum_series_id'))
        batch_op.drop_column('longitude')
        batch_op.drop_column('latitude')
        batch_op.drop_column('directions')
        batch_op.drop_column('address')
        batch_op.drop_column('patronage_ref')
        batch_op.drop_column('patronage')
        batch_op.drop_column('concept')
        batch_op.drop_column('series_id')
    if op.get_bind().dialect.name == "sqlite":  # a table that is rebuilt there loses its rules
        with op.batch_alter_table('forum') as batch_op:
            batch_op.create_check_constraint(op.f('ck_forum_ends_after_start'), 'ends_on >= starts_on')
        with op.batch_alter_table('hall') as batch_op:
            batch_op.create_check_constraint(op.f('ck_hall_holds_somebody'), 'capacity > 0')
    op.drop_table('series')
