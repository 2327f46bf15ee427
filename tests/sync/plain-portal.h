/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-portal.h"
#include "key.h"

/**
 * PlainPortal: what a fake portal holds when it answers as it should
 * @held: (element-type GBytes): the bodies of entry 1, 2, 3 ...
 * @lose: answers to entries are lost on the way: they are held, and the connection is cut
 * @pushes: how many entries each push had
 * @snapshot: gzip of a register's lines
 * @tag: (nullable): said of it in place of its own
 */
typedef struct
{
  FakePortal *fake;
  KauntaKey *key;
  GPtrArray *held;
  gboolean lose;
  GArray *pushes; /* (element-type guint) */
  guint repeated; /* entries that came again with the same bytes */
  GBytes *snapshot;
  const char *tag;
} PlainPortal;

/* Signs with @key (referenced). What is queued with fake_portal_add() is answered first. */
PlainPortal *plain_portal_new (KauntaKey *key);
void plain_portal_free (PlainPortal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlainPortal, plain_portal_free)
/* As a portal that was restored from an old backup. */
void plain_portal_forget_after (PlainPortal *self, guint seq);
/* gzip of @text. (transfer full) */
GBytes *plain_portal_pack (const char *text);
/* The snapshot's tag. (transfer full) */
char *plain_portal_make_tag (GBytes *snapshot);
/* How many requests began with @start. */
guint plain_portal_count (PlainPortal *self, const char *start);
