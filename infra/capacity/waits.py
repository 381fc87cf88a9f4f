"""Waits in lanes: first in, first out, a task in each slot."""
import heapq
import math


def fifo(tasks, slots):
    """Runs tasks through a lane.

    tasks: (time it was sent, seconds it takes), sorted by time
    slots: how many are at work at once
    Returns (time it began, time it ended) of each.

    >>> fifo([(0, 5), (1, 5), (2, 1)], 2)
    [(0, 5), (1, 6), (5, 6)]
    """
    free = [0] * slots
    done = []
    for sent, takes in tasks:
        begins = max(sent, free[0])
        heapq.heapreplace(free, begins + takes)
        done.append((begins, begins + takes))
    return done


def quantile(values, share):
    """The smallest value that at least a share of all are not above.

    >>> quantile(range(1, 21), 0.95), quantile([3, 1, 2], 0.5), quantile([7], 1.0)
    (19, 2, 7)
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def fewest(holds, most=1 << 20):
    """The smallest number from 1 for which something holds that holds for all larger ones."""
    low, high = 1, 1
    while not holds(high):
        low, high = high + 1, high * 2
        if high > most:
            raise ValueError("no number of workers is enough; see the goals in the platform's document")
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
