/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include <sqlite3.h>

/**
 * RecordedTable:
 * @columns: those that are stored
 * @key: (element-type guint): places of the primary key's columns
 */
typedef struct
{
  char *name;
  GPtrArray *columns;
  GArray *key;
} RecordedTable;

/**
 * RecordedRow:
 * @before: (nullable): what the row held before the transaction, NULL for a new one
 * @after: what it holds now (both element-type sqlite3_value, in the order of @table's columns)
 */
typedef struct
{
  const RecordedTable *table;
  GPtrArray *before;
  GPtrArray *after;
} RecordedRow;

/**
 * Recorder: sees which rows a connection writes, however many statements it takes for one.
 */
typedef struct _Recorder Recorder;

/* @handle stays its owner's, and must outlive the recorder. */
Recorder *recorder_new (sqlite3 *handle);
void recorder_free (Recorder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recorder, recorder_free)
/* The rows since the last call, in the order of their first writing. (transfer full) (element-type RecordedRow) */
GPtrArray *recorder_take (Recorder *self);
