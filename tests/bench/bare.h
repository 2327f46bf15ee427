/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recorder.h"

/**
 * Bare:
 *
 * The least that a program could do to keep the same rows: a SQLite file with prepared statements, in WAL with synchronous=FULL. It knows no
 * rules, no signatures and no numbers; it is told which rows to write, each once.
 */
typedef struct _Bare Bare;

/* A file with the tables of the rows to come. @checkpoints: SQLite's own, within the commit of each thousandth page; else the caller's. */
Bare *bare_open (const char *path, gboolean checkpoints);
void bare_close (Bare *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bare, bare_close)
/* Moves the write-ahead log into the file once it has @pages. */
void bare_checkpoint (Bare *self, int pages);

/* The statements that write @rows (element-type RecordedRow), which must live as long. (transfer full) */
GPtrArray *bare_prepare (Bare *self, GPtrArray *rows);
/* BEGIN IMMEDIATE, the rows' @statements, COMMIT. */
void bare_write (Bare *self, GPtrArray *statements);
