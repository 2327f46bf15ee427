/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * Sample: one message in form, with all its members
 * @make: (transfer full): its bytes
 * @pass: decodes @body and encodes what came of it. NULL with an error when it was refused
 * @optional: names of the members that may be missing or null, with a space around each
 * @ignored: names of the members that the decoder does not look at, likewise
 */
typedef struct
{
  const char *name;
  GBytes *(*make) (void);
  GBytes *(*pass) (GBytes *body, GError **error);
  const char *optional;
  const char *ignored;
} Sample;

extern const Sample samples[];
extern const guint n_samples;
