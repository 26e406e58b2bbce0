// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

int main(int argc, char** argv) { return sweep::runWindow(argc, argv, argc > 1 ? argv[1] : ""); }
