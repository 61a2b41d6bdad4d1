"""Actions are timed in turn, and slow ones not more often than need be."""

from __future__ import annotations

from benchmarks.rounds import rounds


class Clock:
    """Shows what the actions say they took."""

    def __init__(self) -> None:
        self.now = 0.0
        self.done: list[str] = []

    def __call__(self) -> float:
        return self.now

    def take(self, name: str, seconds: float) -> str:
        self.now += seconds
        self.done.append(name)
        return name.upper()


def test_actions_take_turns_after_one_run_each_to_warm_up() -> None:
    clock = Clock()
    timed = rounds({"a": lambda: clock.take("a", 1), "b": lambda: clock.take("b", 2)}, runs=2, clock=clock)
    assert clock.done == ["a", "b", "a", "b", "a", "b"]
    assert (timed["a"].returned, timed["b"].seconds.median, timed["b"].seconds.runs) == ("A", 2, 2)


def test_a_slow_action_counts_by_its_first_run() -> None:
    clock = Clock()
    timed = rounds({"a": lambda: clock.take("a", 50), "b": lambda: clock.take("b", 1)}, runs=3, clock=clock)
    assert clock.done == ["a", "b", "b", "b", "b"]
    assert (timed["a"].seconds.median, timed["a"].seconds.runs) == (50, 1)


def test_patience_bounds_all_runs_together() -> None:
    clock = Clock()
    taken = iter([1.0, 2.0, 4.0, 8.0])
    timed = rounds({"a": lambda: clock.take("a", next(taken))}, patience=3, clock=clock)
    assert (timed["a"].seconds.low, timed["a"].seconds.high, timed["a"].seconds.runs) == (2, 2, 1)
