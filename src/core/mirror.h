/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/**
 * KauntaMirror:
 * @path: the file, absolute
 * @seq: the newest entry in it, as far as is known
 * @trouble: (nullable): why it is not up to date, in the window's language: what happened, what is safe, what to do
 * @troubled_at: UTC ms since when; 0 while all is well
 *
 * How it stands with the second place that a counter's journal is kept in. Reference counted, immutable.
 */
typedef struct
{
  char *path;
  gint64 seq;
  char *trouble;
  gint64 troubled_at;
} KauntaMirror;
#define KAUNTA_TYPE_MIRROR (kaunta_mirror_get_type ())
GType kaunta_mirror_get_type (void);
KauntaMirror *kaunta_mirror_new (const char *path, gint64 seq, const char *trouble, gint64 troubled_at);
KauntaMirror *kaunta_mirror_ref (KauntaMirror *self);
void kaunta_mirror_unref (KauntaMirror *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaMirror, kaunta_mirror_unref)
