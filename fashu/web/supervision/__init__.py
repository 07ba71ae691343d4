"""Supervision on the screen: statistics, closed periods, alerts, orders, draws, traces."""
