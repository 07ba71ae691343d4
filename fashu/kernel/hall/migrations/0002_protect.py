"""Who sees whose booking, rating and report; what anybody may count."""

from django.db import migrations

from fashu.kernel.access.rls import ACCOUNT, append_only, in_scope, protect

HOLDING = "(SELECT NULLIF(current_setting('fashu.holding', true), ''))"
OWN = f"account_id = {ACCOUNT}"
CODE = f"code = {HOLDING}"

# A place that is taken says nothing about who took it; a count of grades nothing about who gave
# them. Both are needed by people who may not see the rows.
COUNTS = """
    CREATE FUNCTION fashu_taken_slots(of_office bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT b.slot_id FROM hall_booking b JOIN hall_slot s ON s.id = b.slot_id
        WHERE s.office_id = of_office AND b.cancelled_at IS NULL
    $$;
    CREATE FUNCTION fashu_satisfaction() RETURNS TABLE (
        office_id bigint, finished bigint,
        five bigint, four bigint, three bigint, two bigint, one bigint
    )
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT c.office_id, count(DISTINCT c.id),
            count(*) FILTER (WHERE r.grade = 5), count(*) FILTER (WHERE r.grade = 4),
            count(*) FILTER (WHERE r.grade = 3), count(*) FILTER (WHERE r.grade = 2),
            count(*) FILTER (WHERE r.grade = 1)
        FROM cases_case c LEFT JOIN hall_rating r ON r.case_id = c.id
        WHERE c.closed_on IS NOT NULL GROUP BY c.office_id
    $$;
    CREATE POLICY owner_asks ON hall_booking FOR SELECT TO CURRENT_USER USING (true);
    CREATE POLICY owner_asks ON hall_rating FOR SELECT TO CURRENT_USER USING (true);
"""

UNDO = """
    DROP POLICY owner_asks ON hall_rating;
    DROP POLICY owner_asks ON hall_booking;
    DROP FUNCTION fashu_satisfaction();
    DROP FUNCTION fashu_taken_slots(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("hall", "0001_initial"), ("cases", "0002_protection")]

    operations = [
        protect("hall_booking", f"{OWN} OR {CODE} OR {in_scope('office_path')}"),
        protect("hall_rating", f"{OWN} OR {in_scope('supervisor_path')}"),
        protect("hall_feedback", f"{OWN} OR {CODE} OR {in_scope('office_path')}"),
        append_only("hall_guidenote"),
        migrations.RunSQL(COUNTS, UNDO),
    ]
