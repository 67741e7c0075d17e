"""rights of persons"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def _check(table: str, name: str, rule: str) -> None:
    """Lay a rule anew: SQLite loses those of a table that is rebuilt, PostgreSQL keeps the earlier one."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    with op.batch_alter_table(table) as batch_op:
        batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)


def upgrade() -> None:
    op.create_table('exercise',
    sa.Column('right', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['account.id'], name=op.f('fk_exercise_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_exercise_person_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exercise'))
    )
    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True))
    _check("registration", "reachable", "email <> '' OR phone <> '' OR erased_at IS NOT NULL")
    _check("registration", "named", "given_ar || family_ar || given_latin || family_latin <> '' OR erased_at IS NOT NULL")


def downgrade() -> None:
    op.execute("UPDATE registration SET given_latin = '-', phone = '-' WHERE erased_at IS NOT NULL")
    _check("registration", "reachable", "email <> '' OR phone <> ''")
    _check("registration", "named", "given_ar || family_ar || given_latin || family_latin <> ''")
    with op.batch_alter_table('registration') as batch_op:
        batch_op.drop_column('erased_at')
    if op.get_bind().dialect.name == "sqlite":
        _check("registration", "reachable", "email <> '' OR phone <> ''")
        _check("registration", "named", "given_ar || family_ar || given_latin || family_latin <> ''")
    op.drop_table('exercise')
