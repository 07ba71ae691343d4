"""Ratings are counted by period and moment, from what never changes: events, and grades."""

from django.db import migrations

COUNT = """
    DROP FUNCTION fashu_satisfaction();
    CREATE FUNCTION fashu_satisfaction(first date, last date, known timestamptz) RETURNS TABLE (
        code text, finished bigint,
        five bigint, four bigint, three bigint, two bigint, one bigint
    )
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT ended.code, count(DISTINCT ended.case_id),
            count(*) FILTER (WHERE r.grade = 5), count(*) FILTER (WHERE r.grade = 4),
            count(*) FILTER (WHERE r.grade = 3), count(*) FILTER (WHERE r.grade = 2),
            count(*) FILTER (WHERE r.grade = 1)
        FROM (
            SELECT DISTINCT ON (e.case_id) e.case_id, split_part(e.office_path, '/', -2) AS code
            FROM cases_event e
            WHERE e.closes AND e."on" BETWEEN first AND last AND e.recorded_at <= known
            ORDER BY e.case_id, e.seq DESC
        ) ended LEFT JOIN hall_rating r ON r.case_id = ended.case_id AND r.rated_at <= known
        GROUP BY ended.code
    $$;
"""
BEFORE = """
    DROP FUNCTION fashu_satisfaction(date, date, timestamptz);
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
"""

# What was said stays said; what becomes of a bad grade is written beside it.
STAYS = """
    CREATE FUNCTION hall_rating_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'UPDATE' OR
                (NEW.case_id, NEW.account_id, NEW.office_id, NEW.grade, NEW.rated_at)
                IS DISTINCT FROM
                (OLD.case_id, OLD.account_id, OLD.office_id, OLD.grade, OLD.rated_at)
            THEN
                RAISE insufficient_privilege USING MESSAGE = 'a rating is given once and stays';
            END IF;
            RETURN NEW;
        END $$;
    CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON hall_rating
        FOR EACH ROW EXECUTE FUNCTION hall_rating_stays();
"""
MOVES = "DROP TRIGGER stays ON hall_rating; DROP FUNCTION hall_rating_stays();"


class Migration(migrations.Migration):
    dependencies = [("hall", "0004_to_remind"), ("cases", "0009_archive")]

    operations = [migrations.RunSQL(COUNT, BEFORE), migrations.RunSQL(STAYS, MOVES)]
