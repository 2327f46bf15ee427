/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Runs a program with the arguments after @program, ended by NULL, and waits for it; the default main context
 * goes on meanwhile, so a server in the test can answer it. @output and @complaint: (nullable): (out)
 * (transfer full): what it said on standard output and standard error. Returns its exit status; dying of a
 * signal fails the test. */
int run_program (char **output, char **complaint, const char *program, ...) G_GNUC_NULL_TERMINATED;
