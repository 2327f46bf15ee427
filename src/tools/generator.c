/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "generator.h"

#include <string.h>

#include "identifier.h"
#include "names.h"
#include "snapshot.h"

/* Of a hundred payers; the others are citizens. */
#define PERCENT_ENTITIES 12
#define PERCENT_FOREIGNERS 3
#define PERCENT_WITH_PHONE 90
#define PERCENT_CITIZENS_WITH_KRA_PIN 30
/* Of a hundred companies: registered before the registry went online, under its old form. */
#define PERCENT_OLD_COMPANIES 20

/* 2026-01-01T00:00:00Z, and how long after it, at most, the portal last changed a payer: half a year. Fixed, since the same
 * seed must give the same bytes on any day. */
#define FIRST_CHANGE G_GINT64_CONSTANT (1767225600000)
#define CHANGE_SECONDS (181 * 24 * 60 * 60)

struct _KauntaGenerator
{
  GRand *rand;        /* (owned) */
  KauntaNames *names; /* (owned) */
  GHashTable *used;   /* (owned) (element-type utf8): match keys of the identifiers given out */
};

KauntaGenerator *
kaunta_generator_new (guint32 seed, const char *folder, GError **error)
{
  g_autoptr (KauntaNames) names = kaunta_names_load (folder, error);
  KauntaGenerator *self = NULL;

  if (names == NULL)
    return NULL;

  self = g_new0 (KauntaGenerator, 1);
  self->rand = g_rand_new_with_seed (seed);
  self->names = g_steal_pointer (&names);
  self->used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
kaunta_generator_free (KauntaGenerator *self)
{
  if (self == NULL)
    return;

  g_rand_free (self->rand);
  kaunta_names_free (self->names);
  g_hash_table_unref (self->used);
  g_free (self);
}

static gboolean
happens (KauntaGenerator *self, int percent)
{
  return g_rand_int_range (self->rand, 0, 100) < percent;
}

static int
draw (KauntaGenerator *self, int first, int last)
{
  return g_rand_int_range (self->rand, first, last + 1);
}

/* "BN-9XCQ7DT" (transfer full) */
static char *
make_registry_number (KauntaGenerator *self, const char *prefix)
{
  static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  char text[8] = { 0 };

  for (guint i = 0; i < sizeof text - 1; i++)
    text[i] = letters[draw (self, 0, sizeof letters - 2)];
  return g_strdup_printf ("%s-%s", prefix, text);
}

static char *
make_entity_id (KauntaGenerator *self, const char *register_nick)
{
  if (g_str_equal (register_nick, "CS") || g_str_equal (register_nick, "SOC"))
    return g_strdup_printf ("%s/%d", register_nick, draw (self, 1, 999999));
  if (g_str_equal (register_nick, "PVT") && happens (self, PERCENT_OLD_COMPANIES))
    return g_strdup_printf ("CPR/%d/%d", draw (self, 2009, 2016), draw (self, 10000, 199999));
  return make_registry_number (self, register_nick);
}

static char *
make_id (KauntaGenerator *self, KauntaPayerKind kind, const char *register_nick)
{
  switch (kind)
    {
    case KAUNTA_PAYER_CITIZEN:
      return g_strdup_printf ("%d", draw (self, 90000000, 99999999));
    case KAUNTA_PAYER_FOREIGNER:
      return g_strdup_printf ("%d", draw (self, 9000000, 9999999));
    case KAUNTA_PAYER_ENTITY:
      return make_entity_id (self, register_nick);
    case KAUNTA_PAYER_OTHER:
    default:
      g_assert_not_reached ();
    }
}

/* Draws until there is one that nobody has. (transfer full) */
static char *
make_unused_id (KauntaGenerator *self, KauntaPayerKind kind, const char *register_nick)
{
  for (;;)
    {
      g_autofree char *id = make_id (self, kind, register_nick);
      g_autofree char *key = kaunta_identifier_match_key (id);

      if (g_hash_table_add (self->used, g_steal_pointer (&key)))
        return g_steal_pointer (&id);
    }
}

/* (nullable) (transfer full) */
static char *
make_phone (KauntaGenerator *self)
{
  if (!happens (self, PERCENT_WITH_PHONE))
    return NULL;
  return g_strdup_printf ("25470000%04d", draw (self, 0, 9999));
}

/* (nullable) (transfer full) */
static char *
make_kra_pin (KauntaGenerator *self, KauntaPayerKind kind)
{
  int number, letter;

  if (kind != KAUNTA_PAYER_ENTITY && !happens (self, PERCENT_CITIZENS_WITH_KRA_PIN))
    return NULL;
  number = draw (self, 0, 999999);
  letter = 'A' + draw (self, 0, 25);
  return g_strdup_printf ("%c999%06d%c", kind == KAUNTA_PAYER_ENTITY ? 'P' : 'A', number, letter);
}

static KauntaPayerKind
draw_kind (KauntaGenerator *self)
{
  int percent = draw (self, 0, 99);

  if (percent < PERCENT_ENTITIES)
    return KAUNTA_PAYER_ENTITY;
  if (percent < PERCENT_ENTITIES + PERCENT_FOREIGNERS)
    return KAUNTA_PAYER_FOREIGNER;
  return KAUNTA_PAYER_CITIZEN;
}

/* Draws in one fixed order: another order is another register. */
KauntaPayer *
kaunta_generator_make_payer (KauntaGenerator *self)
{
  KauntaPayerKind kind = draw_kind (self);
  const char *register_nick = NULL;
  const char *place = NULL;
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;
  g_autofree char *phone = NULL;
  g_autofree char *kra_pin = NULL;
  gint64 updated;

  if (kind == KAUNTA_PAYER_ENTITY)
    name = kaunta_names_make_entity (self->names, self->rand, &register_nick);
  else
    name = kaunta_names_make_person (self->names, self->rand);
  id = make_unused_id (self, kind, register_nick);
  phone = make_phone (self);
  kra_pin = make_kra_pin (self, kind);
  place = kaunta_names_pick_place (self->names, self->rand);
  updated = FIRST_CHANGE + draw (self, 0, CHANGE_SECONDS) * G_GINT64_CONSTANT (1000);
  return kaunta_payer_new (kind, id, name, phone, kra_pin, place, updated, 0);
}

static gboolean
write_payers (KauntaGenerator *self, guint n_payers, GOutputStream *stream, GError **error)
{
  for (guint i = 0; i < n_payers; i++)
    {
      g_autoptr (KauntaPayer) payer = kaunta_generator_make_payer (self);
      g_autofree char *line = kaunta_snapshot_payer_encode (payer);

      if (!g_output_stream_write_all (stream, line, strlen (line), NULL, NULL, error)
          || !g_output_stream_write_all (stream, "\n", 1, NULL, NULL, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
kaunta_generator_write (KauntaGenerator *self, guint n_payers, GFile *file, GError **error)
{
  g_autoptr (GFileOutputStream) file_stream = NULL;
  g_autoptr (GOutputStream) stream = NULL;
  g_autoptr (GCancellable) dropped = g_cancellable_new ();

  g_return_val_if_fail (n_payers <= KAUNTA_GENERATOR_MAX_PAYERS, FALSE);

  file_stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error);
  if (file_stream == NULL)
    return FALSE;
  stream = g_buffered_output_stream_new (G_OUTPUT_STREAM (file_stream));
  if (write_payers (self, n_payers, stream, error))
    return g_output_stream_close (stream, NULL, error);

  /* Closing when cancelled leaves what was there before. */
  g_cancellable_cancel (dropped);
  g_output_stream_close (stream, dropped, NULL);
  return FALSE;
}
