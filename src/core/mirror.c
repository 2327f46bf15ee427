/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mirror.h"

#include "box.h"

static void
clear_mirror (KauntaMirror *self)
{
  g_free (self->path);
  g_free (self->trouble);
}

KAUNTA_DEFINE_BOX (KauntaMirror, kaunta_mirror, clear_mirror)

/**
 * kaunta_mirror_new:
 * @trouble: (nullable): a sentence
 *
 * Returns: (transfer full): how it stands with a mirror, with copies of what was given
 */
KauntaMirror *
kaunta_mirror_new (const char *path, gint64 seq, const char *trouble, gint64 troubled_at)
{
  KauntaMirror *self = g_atomic_rc_box_new0 (KauntaMirror);

  self->path = g_strdup (path);
  self->seq = seq;
  self->trouble = g_strdup (trouble);
  self->troubled_at = troubled_at;
  return self;
}
