/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deed.h"

#include <string.h>

/* Eight digits: an identifier, a reference and a reason alike. */
#define MARK_BASE 30000000
#define CENTS_PER_MARK 100

SimDeed *
sim_deed_new (guint mark, SimDeedKind kind)
{
  SimDeed *self = g_new0 (SimDeed, 1);

  self->mark = mark;
  self->kind = kind;
  return self;
}

void
sim_deed_free (SimDeed *self)
{
  g_free (self->bill);
  g_free (self->receipt);
  g_free (self);
}

char *
sim_mark_write (guint mark)
{
  return g_strdup_printf ("%u", MARK_BASE + mark);
}

gint64
sim_mark_get_change (guint mark)
{
  return (gint64) mark * CENTS_PER_MARK;
}

static guint
read_text (JsonObject *object, const char *key)
{
  const char *text = json_object_get_string_member_with_default (object, key, "");
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned (text, 10, MARK_BASE, G_MAXUINT32, &number, NULL))
    return 0;
  return (guint) number - MARK_BASE;
}

guint
sim_mark_read (const KauntaEntry *entry)
{
  switch (entry->type)
    {
    case KAUNTA_FACT_BILL_RAISED:
      return read_text (json_object_get_object_member (entry->data, "payer"), "id");
    case KAUNTA_FACT_PAYMENT_TAKEN:
      if (json_object_has_member (entry->data, "change"))
        return (guint) (json_object_get_int_member (entry->data, "change") / CENTS_PER_MARK);
      return read_text (entry->data, "reference");
    case KAUNTA_FACT_PAYMENT_REVERSED:
    case KAUNTA_FACT_BILL_CANCELLED:
      return read_text (entry->data, "reason");
    default:
      return 0;
    }
}
