"""What somebody has before them when their working day begins: their own requests, their team's."""
