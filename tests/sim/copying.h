/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Makes @to, which is emptied first, a copy of the files in @from: without locks, and without memory that was shared. */
void sim_copy_folder (const char *from, const char *to);
