"""档案: putting closed cases away with an inventory, lending, and destroying with proof."""
