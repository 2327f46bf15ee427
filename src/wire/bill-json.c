/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "value.h"

#include "fact.h"
#include "money.h"

#define MAX_LINES 500
#define MAX_CODE 72
#define MAX_NAME 200
#define MAX_IDENTIFIER 64
#define MAX_NUMBER 16

/* A bill names its payer by these three alone, as bill.raised does (journal.md). */
static KauntaPayer *
read_payer (JsonObject *bill, GError **error)
{
  g_autofree char *nick = NULL;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  KauntaPayerKind kind = KAUNTA_PAYER_OTHER;
  JsonObject *object = NULL;

  if (!kaunta_field_get_object (bill, "payer", &object, error))
    return NULL;
  if (!kaunta_field_get_word (object, "kind", 16, &nick, error)
      || !kaunta_field_get_text_or_empty (object, "id", MAX_IDENTIFIER, &id, error)
      || !kaunta_field_get_text (object, "name", MAX_NAME, &name, error)
      || (!kaunta_payer_kind_from_nick (nick, &kind) && !kaunta_field_refuse (error, "kind", "unknown")))
    {
      g_prefix_error (error, "payer.");
      return NULL;
    }
  return kaunta_payer_new (kind, id, name, NULL, NULL, NULL, 0, 0);
}

static KauntaBillLine *
read_line (JsonObject *object, GError **error)
{
  g_autofree char *service = NULL;
  g_autofree char *tariff = NULL;
  g_autofree char *name = NULL;
  gint64 quantity = 0;
  gint64 unit = 0;
  gint64 amount = 0;

  if (!kaunta_field_get_word (object, "service", MAX_CODE, &service, error)
      || !kaunta_field_get_word (object, "tariff", MAX_CODE, &tariff, error)
      || !kaunta_field_get_text (object, "name", MAX_NAME, &name, error)
      || !kaunta_field_get_integer (object, "quantity", 1, KAUNTA_CENTS_MAX, &quantity, error)
      || !kaunta_field_get_cents (object, "unit", &unit, error)
      || !kaunta_field_get_cents (object, "amount", &amount, error))
    return NULL;
  return kaunta_bill_line_new (service, tariff, name, quantity, unit, amount);
}

static GPtrArray *
read_lines (JsonObject *bill, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);
  JsonArray *array = NULL;

  if (!kaunta_field_get_array (bill, "lines", MAX_LINES, &array, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = NULL;
      KauntaBillLine *line = NULL;

      if (!kaunta_field_get_element (array, "lines", i, &object, error))
        return NULL;
      line = read_line (object, error);
      if (line == NULL)
        {
          g_prefix_error (error, "lines[%u].", i);
          return NULL;
        }
      g_ptr_array_add (lines, line);
    }
  return g_steal_pointer (&lines);
}

JsonObject *
kaunta_bill_to_json (const KauntaBill *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "bill", self->number);
  json_object_set_string_member (object, "device", self->device);
  kaunta_fact_write_bill (object, self);
  json_object_set_int_member (object, "paid", self->paid);
  json_object_set_boolean_member (object, "cancelled", self->cancelled);
  kaunta_field_set_time (object, "raised_at", self->raised_at);
  kaunta_field_set_optional (object, "raised_by", self->raised_by);
  return object;
}

/* The bill's own sum must be the one that travelled with it. */
static KauntaBill *
make_bill (const char *number, const char *device, KauntaPayer *payer, GPtrArray *lines, gint64 raised_at, const char *raised_by,
           gint64 total, GError **error)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GError) reason = NULL;

  bill = kaunta_bill_new (number, device, payer, lines, raised_at, raised_by, &reason);
  if (bill == NULL)
    kaunta_field_refuse (error, "lines", reason->message);
  else if (bill->total != total)
    kaunta_field_refuse (error, "total", "not the sum of the lines");
  else
    return g_steal_pointer (&bill);
  return NULL;
}

KauntaBill *
kaunta_bill_from_json (JsonObject *object, GError **error)
{
  g_autofree char *number = NULL;
  g_autofree char *device = NULL;
  g_autofree char *raised_by = NULL;
  g_autoptr (KauntaPayer) payer = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  KauntaBill *bill = NULL;
  gint64 total = 0;
  gint64 paid = 0;
  gint64 raised_at = 0;
  gboolean cancelled = FALSE;

  if (!kaunta_field_get_form (object, "bill", kaunta_field_is_bill, &number, error)
      || !kaunta_field_get_form (object, "device", kaunta_field_is_device, &device, error)
      || (payer = read_payer (object, error)) == NULL
      || (lines = read_lines (object, error)) == NULL
      || !kaunta_field_get_cents (object, "total", &total, error)
      || !kaunta_field_get_cents (object, "paid", &paid, error)
      || !kaunta_field_get_boolean (object, "cancelled", &cancelled, error)
      || !kaunta_field_get_time (object, "raised_at", &raised_at, error)
      || !kaunta_field_get_optional_text (object, "raised_by", MAX_NUMBER, &raised_by, error))
    return NULL;

  bill = make_bill (number, device, payer, lines, raised_at, raised_by, total, error);
  if (bill == NULL)
    return NULL;
  bill->paid = paid;
  bill->cancelled = cancelled;
  return bill;
}
