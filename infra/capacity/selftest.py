"""selftest.py: the simulator against Erlang's formula, arithmetic by hand, and the examples in the docstrings."""
import doctest
import math
import random

import costs
import waits


def erlang_wait(arrivals, service, servers):
    """Mean wait in M/M/c: Erlang's C formula (A. K. Erlang, 1917)."""
    load = arrivals * service
    top = load**servers / math.factorial(servers) * servers / (servers - load)
    waiting = top / (sum(load**k / math.factorial(k) for k in range(servers)) + top)
    return waiting * service / (servers - load)


def queue_is_erlangs():
    for arrivals, service, servers in ((0.9, 1, 1), (7, 1, 8), (1.8, 10, 20)):
        chance = random.Random(7)
        at, tasks = 0.0, []
        for _ in range(400_000):
            at += chance.expovariate(arrivals)
            tasks.append((at, chance.expovariate(1 / service)))
        done = waits.fifo(tasks, servers)
        mean = sum(began - sent for (sent, _), (began, _) in zip(tasks, done)) / len(tasks)
        expected = erlang_wait(arrivals, service, servers)
        assert abs(mean / expected - 1) < 0.08, (servers, mean, expected)


def fewest_is_smallest():
    assert [waits.fewest(lambda n, least=least: n >= least) for least in (1, 2, 3, 37, 1000)] == [1, 2, 3, 37, 1000]


def small_jobs_take_no_less_than_nothing():
    samples = [{"size": 4, "jobs": 1, "taken": {"cpuSeconds": 1}}, {"size": 8, "jobs": 1, "taken": {"cpuSeconds": 3}}]
    assert costs.Law(samples).of(1)["cpuSeconds"] == 0


if __name__ == "__main__":
    for module in (costs, waits):
        failed, tried = doctest.testmod(module)
        assert tried and not failed, module
    queue_is_erlangs()
    fewest_is_smallest()
    small_jobs_take_no_less_than_nothing()
    print("capacity: the simulator is right where the right value is known")
