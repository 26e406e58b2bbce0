#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Support vector machine on scikit-learn's handwritten digits, judged by stratified cross-validation."""

import argparse
import sys


def parse_arguments():
    parser = argparse.ArgumentParser(description="Cross-validate a support vector machine on handwritten digits.")
    parser.add_argument("--kernel", choices=["rbf", "poly", "linear"], default="rbf")
    parser.add_argument("--c", type=float, default=1.0, help="cost of a wrongly classified image, above 0")
    parser.add_argument("--gamma", type=float, default=0.01, help="of rbf and poly: how far one image reaches")
    parser.add_argument("--degree", type=int, default=3, help="of poly")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not options.c > 0 or not options.gamma > 0:
        parser.error("--c and --gamma must be above 0")
    if options.degree < 1 or options.folds < 2:
        parser.error("--degree must be at least 1 and --folds at least 2")
    return options


def import_sklearn():
    """The parts used here, or an end with a sentence that says what to install."""
    try:
        from sklearn import datasets, model_selection, svm
    except ImportError as error:
        if (error.name or "").split(".")[0] != "sklearn":
            raise  # it is there, but broken: Python's own account says more
        print("scikit-learn is missing: sudo apt install python3-sklearn", file=sys.stderr)
        sys.exit(3)
    return datasets, model_selection, svm


def main():
    options = parse_arguments()
    datasets, model_selection, svm = import_sklearn()
    images, digits = datasets.load_digits(return_X_y=True)
    images = images / 16.0
    folds = model_selection.StratifiedKFold(options.folds, shuffle=True, random_state=options.seed)
    total = 0.0
    for fold, (train, test) in enumerate(folds.split(images, digits), start=1):
        machine = svm.SVC(kernel=options.kernel, C=options.c, gamma=options.gamma, degree=options.degree)
        machine.fit(images[train], digits[train])
        fold_accuracy = machine.score(images[test], digits[test])
        total += fold_accuracy
        # The mean so far, so that the last one printed is the mean over all folds.
        print(f"step={fold} fold_accuracy={fold_accuracy:.6f} accuracy={total / fold:.6f}", flush=True)


if __name__ == "__main__":
    main()
