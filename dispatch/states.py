"""Which orders dispatch looks at."""

from datetime import timedelta

from orders.states import OrderState

# Paid, and not gone as a whole. The index `order_to_ship` holds exactly these.
OPEN_STATES = (OrderState.PAID, OrderState.PART_SHIPPED)
# What is older is shipped long ago; only no file has said so.
LOOK_BACK = timedelta(days=30)
