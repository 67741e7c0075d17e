"""the directory"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def _check(table: str, name: str, rule: str) -> None:
    """Lay a rule anew: SQLite loses those of a table that is rebuilt, PostgreSQL keeps the earlier one."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    with op.batch_alter_table(table) as batch_op:
        batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)


def upgrade() -> None:
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('acronym', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('tifinagh', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('named_since', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('earlier_names', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('gender_ar', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('gender_fr', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('region', sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column('address', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('email', sa.String(length=254), server_default='', nullable=False))
        batch_op.add_column(sa.Column('phone', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('website', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('logo_key', sa.String(length=50), nullable=True))
        batch_op.add_column(sa.Column('logo', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('parent_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))
        batch_op.create_index(batch_op.f('ix_organisation_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_organisation_merged_into_id'), 'organisation', ['merged_into_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_organisation_parent_id'), 'organisation', ['parent_id'], ['id'])
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('printed', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('tifinagh', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('civility', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('degree', sa.String(length=32), nullable=True))
        batch_op.alter_column('title', new_column_name='function', existing_type=sa.JSON(), existing_nullable=False)
        batch_op.add_column(sa.Column('email', sa.String(length=254), server_default='', nullable=False))
        batch_op.add_column(sa.Column('phone', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('locale', sa.String(length=8), server_default='', nullable=False))
        batch_op.add_column(sa.Column('photo_key', sa.String(length=50), nullable=True))
        batch_op.add_column(sa.Column('photo', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('note', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('merged_into_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))
        batch_op.create_index(batch_op.f('ix_person_email'), ['email'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_phone'), ['phone'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_person_merged_into_id'), 'person', ['merged_into_id'], ['id'])
    _check("person", "named", "given_ar || family_ar || given_latin || family_latin <> '' OR erased_at IS NOT NULL")
    op.create_table('tie',
    sa.Column('knows', sa.Boolean(), nullable=False),
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(person_id IS NULL) <> (organisation_id IS NULL)', name=op.f('ck_tie_one_of_two')),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_tie_forum_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_tie_organisation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_tie_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tie')),
    sa.UniqueConstraint('organisation_id', 'forum_id', name=op.f('uq_tie_organisation_id_forum_id')),
    sa.UniqueConstraint('person_id', 'forum_id', name=op.f('uq_tie_person_id_forum_id'))
    )
    with op.batch_alter_table('tie', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tie_forum_id'), ['forum_id'], unique=False)
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participation_person_id'), ['person_id'], unique=False)
    with op.batch_alter_table('partner', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_partner_organisation_id'), ['organisation_id'], unique=False)
    with op.batch_alter_table('party', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_party_organisation_id'), ['organisation_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('party') as batch_op:
        batch_op.drop_index(batch_op.f('ix_party_organisation_id'))
    with op.batch_alter_table('partner') as batch_op:
        batch_op.drop_index(batch_op.f('ix_partner_organisation_id'))
    with op.batch_alter_table('participation') as batch_op:
        batch_op.drop_index(batch_op.f('ix_participation_person_id'))
    op.drop_table('tie')
    op.execute("UPDATE person SET given_latin = '-' WHERE erased_at IS NOT NULL")
    _check("person", "named", "given_ar || family_ar || given_latin || family_latin <> ''")
    with op.batch_alter_table('person') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_person_merged_into_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_person_email'))
        batch_op.drop_index(batch_op.f('ix_person_merged_into_id'))
        batch_op.drop_index(batch_op.f('ix_person_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_person_phone'))
        batch_op.drop_column('version')
        batch_op.drop_column('erased_at')
        batch_op.drop_column('merged_into_id')
        batch_op.drop_column('note')
        batch_op.drop_column('photo')
        batch_op.drop_column('photo_key')
        batch_op.drop_column('locale')
        batch_op.drop_column('phone')
        batch_op.drop_column('email')
        batch_op.drop_column('degree')
        batch_op.drop_column('civility')
        batch_op.drop_column('tifinagh')
        batch_op.drop_column('printed')
        batch_op.alter_column('function', new_column_name='title', existing_type=sa.JSON(), existing_nullable=False)
    if op.get_bind().dialect.name == "sqlite":
        _check("person", "named", "given_ar || family_ar || given_latin || family_latin <> ''")
    with op.batch_alter_table('organisation') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_organisation_merged_into_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_organisation_parent_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_organisation_merged_into_id'))
        batch_op.drop_column('version')
        batch_op.drop_column('merged_into_id')
        batch_op.drop_column('parent_id')
        batch_op.drop_column('logo')
        batch_op.drop_column('logo_key')
        batch_op.drop_column('website')
        batch_op.drop_column('phone')
        batch_op.drop_column('email')
        batch_op.drop_column('address')
        batch_op.drop_column('region')
        batch_op.drop_column('gender_fr')
        batch_op.drop_column('gender_ar')
        batch_op.drop_column('earlier_names')
        batch_op.drop_column('named_since')
        batch_op.drop_column('tifinagh')
        batch_op.drop_column('acronym')
