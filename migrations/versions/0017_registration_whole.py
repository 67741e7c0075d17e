"""registration whole"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

COVERS = (
    "(category_id IS NOT NULL) = (covers = 'category')"
    " AND (delegation_id IS NOT NULL) = (covers = 'delegation')"
    " AND (workshop_id IS NOT NULL) = (covers = 'workshop')"
)


def upgrade() -> None:
    op.create_table('question',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('hint', sa.JSON(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('is_required', sa.Boolean(), nullable=False),
    sa.Column('least', sa.Integer(), nullable=True),
    sa.Column('most', sa.Integer(), nullable=True),
    sa.Column('category_ids', sa.JSON(), nullable=False),
    sa.Column('depends_on_id', sa.Integer(), nullable=True),
    sa.Column('depends_on_value', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('is_asked', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['depends_on_id'], ['question.id'], name=op.f('fk_question_depends_on_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_question_forum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_depends_on_id'), ['depends_on_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_forum_id'), ['forum_id'], unique=False)

    op.create_table('registration_batch',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('deed', sa.String(length=20), nullable=False),
    sa.Column('given', sa.JSON(), nullable=False),
    sa.Column('locale', sa.String(length=8), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_registration_batch_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_registration_batch_forum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_batch'))
    )
    with op.batch_alter_table('registration_batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_batch_forum_id'), ['forum_id'], unique=False)

    op.create_table('registration_batch_row',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('is_done', sa.Boolean(), nullable=True),
    sa.Column('said', sa.String(length=500), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['registration_batch.id'], name=op.f('fk_registration_batch_row_batch_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_registration_batch_row_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_batch_row')),
    sa.UniqueConstraint('batch_id', 'registration_id', name=op.f('uq_registration_batch_row_batch_id_registration_id'))
    )
    with op.batch_alter_table('registration_batch_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_batch_row_registration_id'), ['registration_id'], unique=False)

    op.create_table('registration_draft',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('link_hash', sa.String(length=64), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('mailed_link', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_registration_draft_forum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_draft')),
    sa.UniqueConstraint('link_hash', name=op.f('uq_registration_draft_link_hash'))
    )
    with op.batch_alter_table('registration_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_draft_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_draft_forum_id'), ['forum_id'], unique=False)

    op.create_table('registration_notice',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('text', sa.JSON(), nullable=False),
    sa.Column('consents', sa.JSON(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_registration_notice_forum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_notice')),
    sa.UniqueConstraint('forum_id', 'digest', name=op.f('uq_registration_notice_forum_id_digest'))
    )
    op.create_table('registration_rules',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('changes_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancel_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('intro', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('recipients', sa.JSON(), nullable=False),
    sa.Column('rights_contact', sa.String(length=254), nullable=False),
    sa.Column('cndp_number', sa.String(length=60), nullable=False),
    sa.Column('keep_months', sa.Integer(), nullable=False),
    sa.Column('keep_refused_months', sa.Integer(), nullable=False),
    sa.Column('asks_photo', sa.Boolean(), nullable=False),
    sa.Column('asks_directory', sa.Boolean(), nullable=False),
    sa.Column('asks_later', sa.Boolean(), nullable=False),
    sa.Column('asks_arrangements', sa.Boolean(), nullable=False),
    sa.Column('asks_cin', sa.Boolean(), nullable=False),
    sa.Column('cin_authorisation', sa.String(length=60), nullable=False),
    sa.Column('workshops_most', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('keep_months > 0 AND keep_refused_months > 0', name=op.f('ck_registration_rules_kept_a_while')),
    sa.CheckConstraint('workshops_most > 0', name=op.f('ck_registration_rules_some_workshops')),
    sa.CheckConstraint("NOT asks_cin OR cin_authorisation <> ''", name=op.f('ck_registration_rules_card_is_authorised')),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_registration_rules_forum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_rules')),
    sa.UniqueConstraint('forum_id', name=op.f('uq_registration_rules_forum_id'))
    )
    op.create_table('workshop',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('session_ref', sa.String(length=20), nullable=False),
    sa.Column('is_closed', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_workshop_forum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workshop')),
    sa.UniqueConstraint('forum_id', 'session_ref', name=op.f('uq_workshop_forum_id_session_ref'))
    )
    op.create_table('delegation',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('category_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.JSON(), nullable=False),
    sa.Column('names_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('link_serial', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], name=op.f('fk_delegation_category_id')),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_delegation_forum_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_delegation_organisation_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation'))
    )
    with op.batch_alter_table('delegation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delegation_category_id'), ['category_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_delegation_forum_id'), ['forum_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_delegation_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('answer',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_answer_question_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_answer_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer')),
    sa.UniqueConstraint('registration_id', 'question_id', name=op.f('uq_answer_registration_id_question_id'))
    )
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_question_id'), ['question_id'], unique=False)

    op.create_table('consent',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('notice_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('is_given', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['registration_notice.id'], name=op.f('fk_consent_notice_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_consent_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_notice_id'), ['notice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_registration_id'), ['registration_id'], unique=False)

    op.create_table('registration_mark',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_registration_mark_forum_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_registration_mark_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_mark')),
    sa.UniqueConstraint('forum_id', 'mark', name=op.f('uq_registration_mark_forum_id_mark'))
    )
    with op.batch_alter_table('registration_mark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_mark_registration_id'), ['registration_id'], unique=False)

    op.create_table('registration_upload',
    sa.Column('forum_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.Column('public_id', sa.String(length=32), nullable=False),
    sa.Column('file_key', sa.String(length=50), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('content_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['forum_id'], ['forum.id'], name=op.f('fk_registration_upload_forum_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_registration_upload_question_id')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_registration_upload_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_upload')),
    sa.UniqueConstraint('public_id', name=op.f('uq_registration_upload_public_id'))
    )
    with op.batch_alter_table('registration_upload', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_upload_forum_id'), ['forum_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_upload_question_id'), ['question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_upload_registration_id'), ['registration_id'], unique=False)

    op.create_table('workshop_choice',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_workshop_choice_registration_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_workshop_choice_workshop_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workshop_choice')),
    sa.UniqueConstraint('registration_id', 'workshop_id', name=op.f('uq_workshop_choice_registration_id_workshop_id'))
    )
    with op.batch_alter_table('workshop_choice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workshop_choice_workshop_id'), ['workshop_id'], unique=False)

    op.create_table('workshop_told',
    sa.Column('release_id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('since_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_workshop_told_registration_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['release_id'], ['release.id'], name=op.f('fk_workshop_told_release_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['since_id'], ['release.id'], name=op.f('fk_workshop_told_since_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workshop_told')),
    sa.UniqueConstraint('release_id', 'registration_id', name=op.f('uq_workshop_told_release_id_registration_id'))
    )
    with op.batch_alter_table('workshop_told', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workshop_told_registration_id'), ['registration_id'], unique=False)

    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.add_column(sa.Column('about', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('entry', sa.String(length=32), server_default='open', nullable=False))
        batch_op.add_column(sa.Column('seen', sa.String(length=32), server_default='everyone', nullable=False))
        batch_op.add_column(sa.Column('opens_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('hold_hours', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('badge_design', sa.String(length=20), server_default='', nullable=False))
        batch_op.add_column(sa.Column('link_serial', sa.Integer(), server_default='1', nullable=False))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))

    op.drop_index('uq_quota_forum', table_name='quota')
    with op.batch_alter_table('quota', schema=None) as batch_op:
        batch_op.add_column(sa.Column('covers', sa.String(length=32), server_default='category', nullable=False))
        batch_op.add_column(sa.Column('delegation_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('workshop_id', sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_quota_delegation_id'), ['delegation_id'])
        batch_op.create_unique_constraint(batch_op.f('uq_quota_workshop_id'), ['workshop_id'])
        batch_op.create_foreign_key(batch_op.f('fk_quota_workshop_id'), 'workshop', ['workshop_id'], ['id'], ondelete='CASCADE')
        batch_op.create_foreign_key(batch_op.f('fk_quota_delegation_id'), 'delegation', ['delegation_id'], ['id'], ondelete='CASCADE')

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('delegation_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('person_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('source', sa.String(length=32), server_default='public', nullable=False))
        batch_op.add_column(sa.Column('registrant', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('arrangements', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('arrangements_note', sa.String(length=300), server_default='', nullable=False))
        batch_op.add_column(sa.Column('cin_sealed', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('cin_mark', sa.String(length=64), server_default='', nullable=False))
        batch_op.add_column(sa.Column('form_mark', sa.String(length=64), server_default='', nullable=False))
        batch_op.add_column(sa.Column('cin_end', sa.String(length=2), server_default='', nullable=False))
        batch_op.add_column(sa.Column('contact_verified_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('email_proved_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('erasure_asked_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('waits_since', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('hold_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('reason', sa.String(length=500), server_default='', nullable=False))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))
        batch_op.create_index(batch_op.f('ix_registration_delegation_id'), ['delegation_id'], unique=False)
        batch_op.create_index('ix_registration_hold_until', ['hold_until'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_person_id'), ['person_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_registration_delegation_id'), 'delegation', ['delegation_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_registration_person_id'), 'person', ['person_id'], ['id'], ondelete='SET NULL')
    op.execute("UPDATE quota SET covers = 'event' WHERE category_id IS NULL")
    _check('category', 'closes_after_opening', 'closes_at > opens_at')
    _check('category', 'holds_a_while', 'hold_hours > 0')
    _check('quota', 'not_below_zero', 'taken >= 0', held=True)
    _check('quota', 'covers_one_thing', COVERS)
    _registration_checks()
    _one_quota_for_an_event("covers = 'event'")


def downgrade() -> None:
    op.execute("UPDATE registration SET state = 'confirmed' WHERE state = 'held'")
    op.execute("UPDATE registration SET state = 'waiting' WHERE state = 'pending'")
    gone = "('refused', 'withdrawn', 'lapsed', 'transferred')"
    op.execute(f"UPDATE registration SET state = 'cancelled' WHERE state IN {gone}")
    op.execute("UPDATE scan SET answer = 'waiting' WHERE answer = 'pending'")
    op.execute("DELETE FROM quota WHERE covers IN ('delegation', 'workshop')")
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_registration_person_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_registration_delegation_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_registration_person_id'))
        batch_op.drop_index('ix_registration_hold_until')
        batch_op.drop_index(batch_op.f('ix_registration_delegation_id'))
        batch_op.drop_column('version')
        batch_op.drop_column('reason')
        batch_op.drop_column('hold_until')
        batch_op.drop_column('waits_since')
        batch_op.drop_column('erasure_asked_at')
        batch_op.drop_column('email_proved_at')
        batch_op.drop_column('contact_verified_at')
        batch_op.drop_column('cin_end')
        batch_op.drop_column('form_mark')
        batch_op.drop_column('cin_mark')
        batch_op.drop_column('cin_sealed')
        batch_op.drop_column('arrangements_note')
        batch_op.drop_column('arrangements')
        batch_op.drop_column('registrant')
        batch_op.drop_column('source')
        batch_op.drop_column('person_id')
        batch_op.drop_column('delegation_id')

    op.drop_index('uq_quota_forum', table_name='quota')
    with op.batch_alter_table('quota', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_quota_covers_one_thing'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_quota_delegation_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_quota_workshop_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_quota_workshop_id'), type_='unique')
        batch_op.drop_constraint(batch_op.f('uq_quota_delegation_id'), type_='unique')
        batch_op.drop_column('workshop_id')
        batch_op.drop_column('delegation_id')
        batch_op.drop_column('covers')

    with op.batch_alter_table('category', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_category_holds_a_while'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_category_closes_after_opening'), type_='check')
        batch_op.drop_column('version')
        batch_op.drop_column('link_serial')
        batch_op.drop_column('badge_design')
        batch_op.drop_column('hold_hours')
        batch_op.drop_column('closes_at')
        batch_op.drop_column('opens_at')
        batch_op.drop_column('seen')
        batch_op.drop_column('entry')
        batch_op.drop_column('about')

    _check('quota', 'not_below_zero', 'taken >= 0', held=True)
    _registration_checks()
    _one_quota_for_an_event('category_id IS NULL')

    with op.batch_alter_table('registration_batch_row', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_batch_row_registration_id'))

    op.drop_table('registration_batch_row')
    with op.batch_alter_table('registration_batch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_batch_forum_id'))

    op.drop_table('registration_batch')
    with op.batch_alter_table('workshop_told', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workshop_told_registration_id'))
    op.drop_table('workshop_told')
    with op.batch_alter_table('workshop_choice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workshop_choice_workshop_id'))

    op.drop_table('workshop_choice')
    with op.batch_alter_table('registration_upload', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_upload_registration_id'))
        batch_op.drop_index(batch_op.f('ix_registration_upload_question_id'))
        batch_op.drop_index(batch_op.f('ix_registration_upload_forum_id'))

    op.drop_table('registration_upload')
    with op.batch_alter_table('registration_mark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_mark_registration_id'))

    op.drop_table('registration_mark')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_registration_id'))
        batch_op.drop_index(batch_op.f('ix_consent_notice_id'))

    op.drop_table('consent')
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_question_id'))

    op.drop_table('answer')
    with op.batch_alter_table('delegation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delegation_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_delegation_forum_id'))
        batch_op.drop_index(batch_op.f('ix_delegation_category_id'))

    op.drop_table('delegation')
    op.drop_table('workshop')
    op.drop_table('registration_rules')
    op.drop_table('registration_notice')
    with op.batch_alter_table('registration_draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_draft_forum_id'))
        batch_op.drop_index(batch_op.f('ix_registration_draft_expires_at'))

    op.drop_table('registration_draft')
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_forum_id'))
        batch_op.drop_index(batch_op.f('ix_question_depends_on_id'))

    op.drop_table('question')

def _check(table: str, name: str, rule: str, *, held: bool = False) -> None:
    """Lay a rule; one that was `held` anew: SQLite loses it when a table is rebuilt, PostgreSQL keeps it."""
    if held and op.get_bind().dialect.name != "sqlite":
        return
    with op.batch_alter_table(table) as batch_op:
        batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)


def _registration_checks() -> None:
    _check('registration', 'reachable', "email <> '' OR phone <> '' OR erased_at IS NOT NULL", held=True)
    named = "given_ar || family_ar || given_latin || family_latin <> '' OR erased_at IS NOT NULL"
    _check('registration', 'named', named, held=True)


def _one_quota_for_an_event(where: str) -> None:
    op.create_index(
        'uq_quota_forum',
        'quota',
        ['forum_id'],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
