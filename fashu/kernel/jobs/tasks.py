"""The tasks that `fashu worker` runs. procrastinate finds this module by its name."""

from procrastinate.contrib.django import app

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.passing import run_lapses
from fashu.kernel.desk import allotting, letters, notices, settling
from fashu.kernel.exchange import keys, outbox, posting, quotas, replies
from fashu.kernel.hall import reminding
from fashu.kernel.jobs import sweeping
from fashu.kernel.registry import rotation
from fashu.kernel.supervision import alerts


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="let_lapse", pass_context=False)
def let_lapse(timestamp: int) -> int:
    """Every minute: whatever has run out takes its effect; how many terms did.

    After a long stop there may be more than one round: it goes on until nothing is left.
    `timestamp` is the minute this run stands for; the clock decides what has run out.
    """
    lapsed = 0
    while found := run_lapses():
        lapsed += found
    return lapsed


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="settle_dates", pass_context=False)
def settle_dates(timestamp: int) -> int:
    """Every minute: what a notice of days off has made certain since; of how many cases."""
    return settling.settle_dates()


@app.periodic(cron="40 19 * * *")
@app.task(queueing_lock="settle_provisional", pass_context=False)
def settle_provisional(timestamp: int) -> int:
    """Every night: whatever is still provisional, in case a release brought a year."""
    return settling.settle_provisional()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tell_consumers", pass_context=False)
def tell_consumers(timestamp: int) -> int:
    """Every minute: letters about what is new in the log, and whatever is due; how many."""
    outbox.write_letters()
    return posting.post_letters()


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="sweep_exchange", pass_context=False)
def sweep_exchange(timestamp: int) -> int:
    """Every night: what the interface kept long enough; how many rows."""
    with acting_as(SYSTEM):
        dropped = keys.drop_old_tokens(clock.now()) + quotas.forget(clock.now())
    return dropped + replies.forget()


@app.periodic(cron="50 18 * * *")
@app.task(queueing_lock="sweep_jobs", pass_context=False)
def sweep_jobs(timestamp: int) -> int:
    """Every night: jobs that have been over for long enough; how many."""
    return sweeping.sweep()


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="raise_alerts", pass_context=False)
def raise_alerts(timestamp: int) -> int:
    """Every ten minutes: let the rules of 预警 look; how many warnings are new."""
    return alerts.raise_alerts()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="reseal", pass_context=False)
def reseal(timestamp: int) -> int:
    """Every five minutes: what is still sealed with an older key, batch by batch; how many."""
    resealed = 0
    while True:
        with acting_as(SYSTEM):
            done = rotation.reseal()
        resealed += done
        if not done:
            return resealed


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tell_people", pass_context=False)
def tell_people(timestamp: int) -> int:
    """Every minute: tell handlers of what happened, then write and send letters; how many went."""
    while notices.tell_handlers() == notices.AT_ONCE:
        pass
    letters.write_letters()
    return letters.send_letters()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="share_out", pass_context=False)
def share_out(timestamp: int) -> int:
    """Every minute: new cases of the offices that turned 自动分办 on; how many were given away."""
    return allotting.share_out()


@app.periodic(cron="30 0-9 * * *")
@app.task(queueing_lock="tell_due", pass_context=False)
def tell_due(timestamp: int) -> int:
    """From half past eight in Beijing (cron counts in UTC): what is due; to how many people."""
    return notices.tell_due()


@app.periodic(cron="0 1-12 * * *")
@app.task(queueing_lock="remind", pass_context=False)
def remind(timestamp: int) -> int:
    """From nine to eight in the evening in Beijing: bookings of the next working day; how many.

    Every hour, so that a worker that stood still in the morning makes up for it.
    """
    return reminding.remind()
