/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace.h"

#include <stdio.h>

struct _SimTrace
{
  GChecksum *sum;
  gboolean loud;
};

SimTrace *
sim_trace_new (gboolean loud)
{
  SimTrace *self = g_new0 (SimTrace, 1);

  self->sum = g_checksum_new (G_CHECKSUM_SHA256);
  self->loud = loud;
  return self;
}

void
sim_trace_free (SimTrace *self)
{
  g_checksum_free (self->sum);
  g_free (self);
}

void
sim_trace_note (SimTrace *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list values;

  va_start (values, format);
  line = g_strdup_vprintf (format, values);
  va_end (values);
  g_checksum_update (self->sum, (const guchar *) line, -1);
  g_checksum_update (self->sum, (const guchar *) "\n", 1);
  if (self->loud)
    printf ("%s\n", line);
}

char *
sim_trace_get_hash (SimTrace *self)
{
  g_autoptr (GChecksum) copy = g_checksum_copy (self->sum);

  return g_strdup (g_checksum_get_string (copy));
}
