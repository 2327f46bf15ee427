/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "carrying.h"
#include "counter.h"
#include "test-portal.h"

G_BEGIN_DECLS

/**
 * Stick:
 * @counter: a counter whose line is down
 * @portal: the portal where it is enrolled
 * @path: a stick's folder, whose files are named alone below
 */
typedef struct
{
  Counter *counter;
  TestPortal *portal;
  char *path;
} Stick;

void stick_set_up (Stick *self, gconstpointer unused);
void stick_tear_down (Stick *self, gconstpointer unused);
void stick_enrol_at (Counter *counter, TestPortal *portal);
/* The path of the file @name. (transfer full) */
char *stick_get_path (Stick *self, const char *name);
GBytes *stick_read_file (Stick *self, const char *name);

/* Saves the tail to @name. @from: as of kaunta_carry_save_async(). */
GError *stick_try_save (Stick *self, Counter *counter, const char *name, gint64 from, KauntaCarrySaved *saved);
KauntaCarrySaved stick_save (Stick *self, const char *name);
/* Hands @name over, and writes the answer to @answer. */
void stick_deliver (Stick *self, const char *name, const char *answer);
/* Reads the answer @name; the second one says that it must be taken. */
GError *stick_try_read (Stick *self, Counter *counter, const char *name, KauntaCarryRead *read);
void stick_read_back (Stick *self, const char *name, KauntaCarryRead *read);
/* Lets the line do what waits. */
void stick_go_online (Stick *self);

/* How many people the portal told @counter of. */
gint64 stick_count_staff (Counter *counter);
/* Counter and portal hold the same bytes. */
void stick_check_agreement (Stick *self);

G_END_DECLS
