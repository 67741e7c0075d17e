"""programme and releases"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('acceptance',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_acceptance_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_acceptance_forum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_acceptance')),
    sa.UniqueConstraint('forum_id', 'mark', name=op.f('uq_acceptance_forum_id_mark'))
    )
    op.create_table('availability',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_availability_lasts')),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_availability_forum_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_availability_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_availability'))
    )
    with op.batch_alter_table('availability', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_availability_forum_id'), ['forum_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_availability_person_id'), ['person_id'], unique=False)

    op.create_table('prayer_day',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('fajr', sa.Time(), nullable=True),
    sa.Column('dhuhr', sa.Time(), nullable=True),
    sa.Column('asr', sa.Time(), nullable=True),
    sa.Column('maghrib', sa.Time(), nullable=True),
    sa.Column('isha', sa.Time(), nullable=True),
    sa.Column('is_ramadan', sa.Boolean(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_prayer_day_forum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_prayer_day')),
    sa.UniqueConstraint('forum_id', 'on', name=op.f('uq_prayer_day_forum_id_on'))
    )
    op.create_table('programme_rules',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('change_minutes', sa.Integer(), nullable=False),
    sa.Column('minds_prayers', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('change_minutes >= 0', name=op.f('ck_programme_rules_takes_time')),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_programme_rules_forum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_rules')),
    sa.UniqueConstraint('forum_id', name=op.f('uq_programme_rules_forum_id'))
    )
    op.create_table('release',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('note', sa.JSON(), nullable=False),
    sa.Column('is_current', sa.Boolean(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_release_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_release_forum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_release')),
    sa.UniqueConstraint('forum_id', 'number', name=op.f('uq_release_forum_id_number'))
    )
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_release_forum_id'), ['forum_id'], unique=False)
        batch_op.create_index('uq_release_current', ['forum_id'], unique=True, sqlite_where=sa.text('is_current = 1'), postgresql_where=sa.text('is_current'))

    op.create_table('speaker',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=20), nullable=False),
    sa.Column('biography', sa.JSON(), nullable=False),
    sa.Column('answer', sa.String(length=32), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer_note', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('link_serial', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_speaker_forum_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_speaker_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_speaker')),
    sa.UniqueConstraint('person_id', 'forum_id', name=op.f('uq_speaker_person_id_forum_id')),
    sa.UniqueConstraint('ref', name=op.f('uq_speaker_ref'))
    )
    with op.batch_alter_table('speaker', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_speaker_forum_id'), ['forum_id'], unique=False)

    op.create_table('released_session',
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('abstract', sa.JSON(), nullable=False),
    sa.Column('note', sa.JSON(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('interpretation', sa.JSON(), nullable=False),
    sa.Column('needs_registration', sa.Boolean(), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.Column('hall_id', sa.Integer(), nullable=True),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['hall_id'], ['hall.id'], name=op.f('fk_released_session_hall_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_released_session_release_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_released_session_theme_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_released_session')),
    sa.UniqueConstraint('release_id', 'ref', name=op.f('uq_released_session_release_id_ref'))
    )
    op.create_table('told',
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('since_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_told_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_told_release_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['since_id'], ['release.id'], name=op.f('fk_told_since_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_told')),
    sa.UniqueConstraint('release_id', 'person_id', name=op.f('uq_told_release_id_person_id'))
    )
    with op.batch_alter_table('told', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_told_person_id'), ['person_id'], unique=False)

    op.create_table('released_talk',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=20), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('abstract', sa.JSON(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['released_session.id'], name=op.f('fk_released_talk_session_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_released_talk'))
    )
    with op.batch_alter_table('released_talk', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_released_talk_session_id'), ['session_id'], unique=False)

    op.create_table('talk',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=20), nullable=False),
    sa.Column('title', sa.JSON(), nullable=False),
    sa.Column('abstract', sa.JSON(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('minutes > 0', name=op.f('ck_talk_lasts')),
    sa.ForeignKeyConstraint(['session_id'], ['session.id'], name=op.f('fk_talk_session_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talk')),
    sa.UniqueConstraint('ref', name=op.f('uq_talk_ref'))
    )
    with op.batch_alter_table('talk', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_talk_session_id'), ['session_id'], unique=False)

    op.create_table('released_part',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('talk_id', sa.Integer(), nullable=True),
    sa.Column('unnamed', sa.JSON(), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_released_part_person_id')),
    sa.ForeignKeyConstraint(['session_id'], ['released_session.id'], name=op.f('fk_released_part_session_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['talk_id'], ['released_talk.id'], name=op.f('fk_released_part_talk_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_released_part'))
    )
    with op.batch_alter_table('released_part', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_released_part_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_released_part_session_id'), ['session_id'], unique=False)

    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('talk_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_participation_talk_id'), ['talk_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_participation_talk_id'), 'talk', ['talk_id'], ['id'], ondelete='CASCADE')

    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ref', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('team_note', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('abstract', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('capacity', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('languages', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('interpretation', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('needs_registration', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('is_public', sa.Boolean(), server_default=sa.true(), nullable=False))
    _name_sessions()
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.alter_column('ref', existing_type=sa.String(length=20), nullable=False)
        batch_op.create_unique_constraint(batch_op.f('uq_session_ref'), ['ref'])
        batch_op.create_check_constraint(batch_op.f('ck_session_holds_somebody'), 'capacity > 0')
    _check('session', 'lasts', 'minutes > 0')
    _release_what_is_public()
    _keep_known_who_has_a_part()


def _check(table: str, name: str, rule: str) -> None:
    """Lay a rule anew: SQLite loses those of a table that is rebuilt, PostgreSQL keeps the earlier one."""
    if op.get_bind().dialect.name != 'sqlite':
        op.drop_constraint(op.f(f'ck_{table}_{name}'), table, type_='check')
    with op.batch_alter_table(table) as batch_op:
        batch_op.create_check_constraint(op.f(f'ck_{table}_{name}'), rule)


def _name_sessions() -> None:
    connection = op.get_bind()
    for key in connection.scalars(sa.text('SELECT id FROM session')).all():
        connection.execute(
            sa.text('UPDATE session SET ref = :ref WHERE id = :id'), {'ref': secrets.token_hex(5), 'id': key}
        )


def _release_what_is_public() -> None:
    """Until now the public read each session as soon as it was typed: that is the first release."""
    connection = op.get_bind()
    facts = (
        'ref, kind, title, abstract, note, starts_at, minutes, position, languages, interpretation, '
        'needs_registration, is_public, hall_id, theme_id'
    )
    for statement in (
        """INSERT INTO release (forum_id, number, name, note, is_current, changes, created_at)
           SELECT forum.id, 1, '{}', '{}', TRUE, '[]', CURRENT_TIMESTAMP FROM forum
           WHERE forum.state <> 'draft' AND EXISTS (SELECT 1 FROM session WHERE session.forum_id = forum.id)""",
        f"""INSERT INTO released_session (release_id, created_at, {facts})
            SELECT release.id, CURRENT_TIMESTAMP, {", ".join(f"session.{one}" for one in facts.split(", "))}
            FROM session JOIN release ON release.forum_id = session.forum_id""",
        """INSERT INTO released_part (session_id, person_id, unnamed, part, position, created_at)
           SELECT released_session.id, participation.person_id, participation.unnamed, participation.part,
           participation.position, CURRENT_TIMESTAMP FROM participation
           JOIN session ON session.id = participation.session_id
           JOIN released_session ON released_session.ref = session.ref""",
    ):
        connection.execute(sa.text(statement))
    pairs = sa.text(
        """SELECT DISTINCT session.forum_id, participation.person_id FROM participation
           JOIN session ON session.id = participation.session_id WHERE participation.person_id IS NOT NULL"""
    )
    for forum_id, person_id in connection.execute(pairs).all():
        connection.execute(
            sa.text(
                """INSERT INTO speaker (forum_id, person_id, ref, biography, answer, answer_note, link_serial,
                   version, created_at)
                   VALUES (:forum_id, :person_id, :ref, '{}', 'open', '', 1, 1, CURRENT_TIMESTAMP)"""
            ),
            {'forum_id': forum_id, 'person_id': person_id, 'ref': secrets.token_hex(5)},
        )


def _keep_known_who_has_a_part() -> None:
    """Until now a part let the team read all of a person; from here on only a tie does."""
    op.get_bind().execute(
        sa.text(
            """INSERT INTO tie (forum_id, person_id, knows, created_at)
               SELECT DISTINCT session.forum_id, participation.person_id, TRUE, CURRENT_TIMESTAMP
               FROM participation JOIN session ON session.id = participation.session_id
               JOIN person ON person.id = participation.person_id
               WHERE person.erased_at IS NULL AND NOT EXISTS (
                   SELECT 1 FROM tie WHERE tie.forum_id = session.forum_id
                   AND tie.person_id = participation.person_id)"""
        )
    )


def downgrade() -> None:
    with op.batch_alter_table('session', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_session_holds_somebody'), type_='check')
        batch_op.drop_constraint(batch_op.f('uq_session_ref'), type_='unique')
        batch_op.drop_column('is_public')
        batch_op.drop_column('needs_registration')
        batch_op.drop_column('interpretation')
        batch_op.drop_column('languages')
        batch_op.drop_column('capacity')
        batch_op.drop_column('abstract')
        batch_op.drop_column('team_note')
        batch_op.drop_column('ref')
    _check('session', 'lasts', 'minutes > 0')

    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_participation_talk_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_participation_talk_id'))
        batch_op.drop_column('talk_id')

    with op.batch_alter_table('released_part', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_released_part_session_id'))
        batch_op.drop_index(batch_op.f('ix_released_part_person_id'))

    op.drop_table('released_part')
    with op.batch_alter_table('talk', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_talk_session_id'))

    op.drop_table('talk')
    with op.batch_alter_table('released_talk', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_released_talk_session_id'))

    op.drop_table('released_talk')
    with op.batch_alter_table('told', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_told_person_id'))

    op.drop_table('told')
    op.drop_table('released_session')
    with op.batch_alter_table('speaker', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_speaker_forum_id'))

    op.drop_table('speaker')
    with op.batch_alter_table('release', schema=None) as batch_op:
        batch_op.drop_index('uq_release_current', sqlite_where=sa.text('is_current = 1'), postgresql_where=sa.text('is_current'))
        batch_op.drop_index(batch_op.f('ix_release_forum_id'))

    op.drop_table('release')
    op.drop_table('programme_rules')
    op.drop_table('prayer_day')
    with op.batch_alter_table('availability', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_availability_person_id'))
        batch_op.drop_index(batch_op.f('ix_availability_forum_id'))

    op.drop_table('availability')
    op.drop_table('acceptance')
