#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Simulated annealing (Kirkpatrick, Gelatt & Vecchi 1983) on a travelling-salesman instance of random cities.

Every run may try the same number of changes, so what counts is how the temperature falls and which
changes are tried. Distances are in units of the square the cities lie in; its side is 1.
"""

import argparse
import math
import random

INSTANCE_SEED = 20  # the cities are the same in every run; --seed only changes the search


def parse_arguments():
    parser = argparse.ArgumentParser(description="Search a short round trip by simulated annealing.")
    parser.add_argument("--start-temperature", "--start_temperature", type=positive, default=0.3)
    parser.add_argument("--schedule", choices=["geometric", "linear"], default="geometric")
    parser.add_argument("--end-temperature", "--end_temperature", type=positive, default=0.001,
                        help="where the geometric schedule ends; the linear one ends at 0")
    parser.add_argument("--move", choices=["swap", "insert", "reverse"], default="swap",
                        help="exchange two cities, move one elsewhere, or turn a stretch of the trip round")
    parser.add_argument("--reheats", type=whole(0), default=0, help="how often the cooling starts again")
    parser.add_argument("--cities", type=whole(5), default=80)
    parser.add_argument("--tries", type=whole(20), default=200000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def positive(text):
    value = float(text)
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"must be above 0, not {text}")
    return value


def whole(least):
    def parse(text):
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"must be at least {least}, not {text}")
        return value
    parse.__name__ = "whole number"
    return parse


def distances(count):
    place = random.Random(INSTANCE_SEED)
    cities = [(place.random(), place.random()) for _ in range(count)]
    return [[math.dist(a, b) for b in cities] for a in cities]


def length(tour, distance):
    return sum(distance[tour[i - 1]][tour[i]] for i in range(len(tour)))


def temperature(options, progress):
    """Temperature at a share of the whole search, 0 <= progress < 1."""
    cooled = progress * (options.reheats + 1) % 1.0
    if options.schedule == "linear":
        return options.start_temperature * (1.0 - cooled)
    return options.start_temperature * (options.end_temperature / options.start_temperature) ** cooled


def swap_gain(tour, distance, i, j):
    n = len(tour)
    if j - i == 1 or (i == 0 and j == n - 1):
        return None  # neighbours: the edge between them would be counted twice
    a, b, c = tour[i - 1], tour[i], tour[i + 1]
    d, e, f = tour[j - 1], tour[j], tour[(j + 1) % n]
    return (distance[a][e] + distance[e][c] + distance[d][b] + distance[b][f]
            - distance[a][b] - distance[b][c] - distance[d][e] - distance[e][f])


def insert_gain(tour, distance, i, j):
    """City i is taken out and put between the cities j and j + 1."""
    n = len(tour)
    if i == 0 and j == n - 1:
        return None
    before, city, after = tour[i - 1], tour[i], tour[i + 1]
    left, right = tour[j], tour[(j + 1) % n]
    return (distance[before][after] + distance[left][city] + distance[city][right]
            - distance[before][city] - distance[city][after] - distance[left][right])


def reverse_gain(tour, distance, i, j):
    n = len(tour)
    if i == 0 and j == n - 1:
        return None
    before, first, last, after = tour[i - 1], tour[i], tour[j], tour[(j + 1) % n]
    return distance[before][last] + distance[first][after] - distance[before][first] - distance[last][after]


def apply_move(move, tour, i, j):
    if move == "swap":
        tour[i], tour[j] = tour[j], tour[i]
    elif move == "insert":
        tour.insert(j, tour.pop(i))
    else:
        tour[i:j + 1] = reversed(tour[i:j + 1])


GAINS = {"swap": swap_gain, "insert": insert_gain, "reverse": reverse_gain}


def anneal(options, report):
    distance = distances(options.cities)
    dice = random.Random(options.seed)
    tour = list(range(options.cities))
    dice.shuffle(tour)
    current = best = length(tour, distance)
    gain = GAINS[options.move]
    for attempt in range(options.tries):
        heat = temperature(options, attempt / options.tries)
        i, j = sorted((int(dice.random() * options.cities), int(dice.random() * options.cities)))
        change = None if i == j else gain(tour, distance, i, j)
        if change is not None and (change <= 0 or dice.random() < math.exp(-change / heat)):
            apply_move(options.move, tour, i, j)
            current += change
            best = min(best, current)
        if (attempt + 1) % (options.tries // 20) == 0:
            report(attempt + 1, current, best)
    return best


def main():
    options = parse_arguments()
    anneal(options, lambda step, current, best: print(
        f"step={step} tour_length={best:.6f} current_length={current:.6f}", flush=True))


if __name__ == "__main__":
    main()
