"""What is done after the request. procrastinate finds this module by its name."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from fashu.kernel.credentials.signon import logout


@app.task(retry=RetryStrategy(max_attempts=6, exponential_wait=5), pass_context=False)
def tell_of_logout(grant_id: int) -> None:
    """Tell a subsystem that somebody has left; again, and later, where it does not listen."""
    logout.tell(grant_id)
