/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "box.h"
#include "core-error.h"
#include "money.h"
#include "nick.h"

#define MAX_QUANTITY 100000

static const char *const kind_nicks[] = { "fixed", "per-unit", "table", "stepped", "assessed" };

KAUNTA_DEFINE_NICKS (KauntaTariffKind, kaunta_tariff_kind, kind_nicks)

static void
clear_tariff (KauntaTariff *self)
{
  g_free (self->id);
  g_free (self->service);
  g_free (self->unit);
  g_free (self->from);
  g_free (self->until);
  g_free (self->source);
}

KAUNTA_DEFINE_BOX (KauntaTariff, kaunta_tariff, clear_tariff)

/**
 * kaunta_tariff_new:
 * @amount: @further: cents
 * @until: (nullable): last day in force
 *
 * Returns: (transfer full): a version of a service's price, with copies of what was given
 */
KauntaTariff *
kaunta_tariff_new (const char *id,
                   const char *service,
                   KauntaTariffKind kind,
                   const char *unit,
                   gint64 amount,
                   gint64 further,
                   const char *from,
                   const char *until,
                   const char *source)
{
  KauntaTariff *self = g_atomic_rc_box_new0 (KauntaTariff);

  self->id = g_strdup (id);
  self->service = g_strdup (service);
  self->kind = kind;
  self->unit = g_strdup (unit);
  self->amount = amount;
  self->further = further;
  self->from = g_strdup (from);
  self->until = g_strdup (until);
  self->source = g_strdup (source);
  return self;
}

/**
 * kaunta_tariff_in_force:
 * @day: "2026-11-23"
 */
gboolean
kaunta_tariff_in_force (const KauntaTariff *self, const char *day)
{
  return strcmp (self->from, day) <= 0 && (self->until == NULL || strcmp (day, self->until) <= 0);
}

static void
clear_service (KauntaService *self)
{
  g_free (self->code);
  g_free (self->name_en);
  g_free (self->name_sw);
  g_free (self->agency);
  g_free (self->county);
  g_free (self->revenue_head);
  g_clear_pointer (&self->tariffs, g_ptr_array_unref);
}

KAUNTA_DEFINE_BOX (KauntaService, kaunta_service, clear_service)

/**
 * kaunta_service_new:
 *
 * Returns: (transfer full): a service without tariffs yet, with copies of what was given
 */
KauntaService *
kaunta_service_new (const char *code,
                    const char *name_en,
                    const char *name_sw,
                    const char *agency,
                    const char *county,
                    const char *revenue_head,
                    KauntaTenderSet tenders)
{
  KauntaService *self = g_atomic_rc_box_new0 (KauntaService);

  self->code = g_strdup (code);
  self->name_en = g_strdup (name_en);
  self->name_sw = g_strdup (name_sw);
  self->agency = g_strdup (agency);
  self->county = g_strdup (county);
  self->revenue_head = g_strdup (revenue_head);
  self->tenders = tenders;
  self->tariffs = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_tariff_unref);
  return self;
}

/**
 * kaunta_service_get_name:
 *
 * Returns: (transfer none): the name in the language of the window
 */
const char *
kaunta_service_get_name (const KauntaService *self)
{
  /* Translators: the two letters of this translation's language, if service names are kept in it: "sw" for Swahili. Else leave it "en". */
  return g_str_equal (C_ ("language of service names", "en"), "sw") ? self->name_sw : self->name_en;
}

/**
 * kaunta_service_get_tariff:
 * @day: "2026-11-23"
 *
 * Returns: (transfer none) (nullable): the version in force that began last
 */
KauntaTariff *
kaunta_service_get_tariff (const KauntaService *self, const char *day)
{
  KauntaTariff *newest = NULL;

  for (guint i = 0; i < self->tariffs->len; i++)
    {
      KauntaTariff *tariff = self->tariffs->pdata[i];

      if (kaunta_tariff_in_force (tariff, day) && (newest == NULL || strcmp (tariff->from, newest->from) > 0))
        newest = tariff;
    }
  return newest;
}

static gboolean
add_line (GPtrArray *lines,
          const KauntaTariff *tariff,
          const char *name,
          gint64 quantity,
          gint64 unit,
          GError **error)
{
  gint64 amount = 0;

  if (!kaunta_cents_multiply (unit, quantity, &amount, error))
    return FALSE;
  g_ptr_array_add (lines, kaunta_bill_line_new (tariff->service, tariff->id, name, quantity, unit, amount));
  return TRUE;
}

static gboolean
check_question (const KauntaTariff *tariff, gint64 quantity, gint64 assessed, GError **error)
{
  if (quantity < 1 || quantity > MAX_QUANTITY)
    {
      g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_RANGE,
                           _("The quantity must be a whole number from 1 to 100,000."));
      return FALSE;
    }
  if (tariff->kind == KAUNTA_TARIFF_ASSESSED && assessed <= 0)
    {
      g_set_error_literal (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_EMPTY,
                           _("Type the amount that the assessment says."));
      return FALSE;
    }
  return TRUE;
}

/**
 * kaunta_tariff_price:
 * @quantity: 1 to 100,000
 * @assessed: cents, for an assessed tariff only
 *
 * What is charged. Each line is quantity times unit, so a stepped tariff gives two.
 *
 * Returns: (transfer full) (element-type KauntaBillLine): lines that carry the official, English name
 */
GPtrArray *
kaunta_tariff_price (const KauntaTariff *tariff,
                     const KauntaService *service,
                     gint64 quantity,
                     gint64 assessed,
                     GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);
  gint64 unit = tariff->kind == KAUNTA_TARIFF_ASSESSED ? assessed : tariff->amount;
  gboolean stepped = tariff->kind == KAUNTA_TARIFF_STEPPED;

  if (!check_question (tariff, quantity, assessed, error)
      || !add_line (lines, tariff, service->name_en, stepped ? 1 : quantity, unit, error))
    return NULL;

  if (stepped && quantity > 1)
    {
      g_autofree char *name = g_strconcat (service->name_en, ", further", NULL);

      if (!add_line (lines, tariff, name, quantity - 1, tariff->further, error))
        return NULL;
    }

  return g_steal_pointer (&lines);
}
