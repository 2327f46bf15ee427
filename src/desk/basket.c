/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "billing.h"
#include "money.h"
#include "row.h"

#define MAX_LINES 50
#define MAX_QUANTITY 100000

struct _KauntaBasket
{
  GObject parent_instance;

  KauntaPayer *payer;
  GListStore *lines;
  gint64 total; /* cents */
};

enum
{
  PROP_0,
  PROP_TOTAL,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (KauntaBasket, kaunta_basket, G_TYPE_OBJECT)

/* (transfer full) (element-type KauntaBillLine) */
static GPtrArray *
list_lines (KauntaBasket *self)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->lines));

  for (guint i = 0; i < count; i++)
    {
      g_autoptr (KauntaRow) row = g_list_model_get_item (G_LIST_MODEL (self->lines), i);

      g_ptr_array_add (lines, kaunta_bill_line_ref (kaunta_row_get (row, KAUNTA_TYPE_BILL_LINE)));
    }
  return lines;
}

static gboolean
add_up (GPtrArray *lines, gint64 *total, GError **error)
{
  gint64 sum = 0;

  for (guint i = 0; i < lines->len; i++)
    if (!kaunta_cents_add (sum, ((KauntaBillLine *) lines->pdata[i])->amount, &sum, error))
      return FALSE;

  *total = sum;
  return TRUE;
}

static void
show_lines (KauntaBasket *self, GPtrArray *lines, gint64 total)
{
  self->total = total;
  kaunta_rows_replace (self->lines, KAUNTA_TYPE_BILL_LINE, lines);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TOTAL]);
}

/* 0 for whatever is no whole number of up to MAX_QUANTITY: nothing costs that, and kaunta_tariff_price() says
 * so. */
static gint64
read_quantity (const char *typed)
{
  g_autofree char *plain = NULL;
  guint64 quantity = 0;

  if (typed == NULL)
    return 1;
  if (strlen (typed) > 64)
    return 0;

  plain = g_strstrip (g_strdup (typed));
  if (!g_ascii_string_to_unsigned (plain, 10, 1, MAX_QUANTITY, &quantity, NULL))
    return 0;
  return quantity;
}

static gboolean
is_same_charge (const KauntaBillLine *a, const KauntaBillLine *b)
{
  return a->unit == b->unit && g_str_equal (a->service, b->service) && g_str_equal (a->tariff, b->tariff)
         && g_str_equal (a->name, b->name);
}

static KauntaBillLine *
sum_lines (const KauntaBillLine *a, const KauntaBillLine *b, GError **error)
{
  gint64 quantity = a->quantity + b->quantity;
  gint64 amount = 0;

  if (quantity > MAX_QUANTITY)
    {
      g_set_error_literal (
          error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_FIELD,
          _("Together with the line already there it is more than 100,000. Make another bill for the rest."));
      return NULL;
    }
  if (!kaunta_cents_add (a->amount, b->amount, &amount, error))
    return NULL;

  return kaunta_bill_line_new (a->service, a->tariff, a->name, quantity, a->unit, amount);
}

/* Adds @line to what is charged already, or after it. */
static gboolean
merge_line (GPtrArray *lines, KauntaBillLine *line, GError **error)
{
  for (guint i = 0; i < lines->len; i++)
    {
      KauntaBillLine *sum = NULL;

      if (!is_same_charge (lines->pdata[i], line))
        continue;
      sum = sum_lines (lines->pdata[i], line, error);
      if (sum == NULL)
        return FALSE;
      kaunta_bill_line_unref (lines->pdata[i]);
      lines->pdata[i] = sum;
      return TRUE;
    }

  if (lines->len >= MAX_LINES)
    {
      g_set_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_FIELD,
                   _("A bill takes at most %d lines. Make another bill for the rest."), MAX_LINES);
      return FALSE;
    }
  g_ptr_array_add (lines, kaunta_bill_line_ref (line));
  return TRUE;
}

static GPtrArray *
price (KauntaService *service, const char *day, const char *quantity, const char *assessed, GError **error)
{
  const KauntaTariff *tariff = kaunta_service_get_tariff (service, day);
  gint64 cents = 0;

  if (tariff == NULL)
    {
      g_set_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_FIELD,
                   _("%s has no tariff in force today, so it can’t be charged."),
                   kaunta_service_get_name (service));
      return NULL;
    }
  if (tariff->kind == KAUNTA_TARIFF_ASSESSED && !kaunta_cents_parse (assessed, &cents, error))
    return NULL;

  return kaunta_tariff_price (tariff, service, read_quantity (quantity), cents, error);
}

static void
kaunta_basket_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KauntaBasket *self = KAUNTA_BASKET (object);

  switch (id)
    {
    case PROP_TOTAL:
      g_value_set_int64 (value, self->total);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kaunta_basket_finalize (GObject *object)
{
  KauntaBasket *self = KAUNTA_BASKET (object);

  g_clear_pointer (&self->payer, kaunta_payer_unref);
  g_clear_object (&self->lines);

  G_OBJECT_CLASS (kaunta_basket_parent_class)->finalize (object);
}

static void
kaunta_basket_class_init (KauntaBasketClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kaunta_basket_get_property;
  object_class->finalize = kaunta_basket_finalize;

  props[PROP_TOTAL] = g_param_spec_int64 ("total", NULL, NULL, 0, KAUNTA_CENTS_MAX, 0,
                                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
kaunta_basket_init (KauntaBasket *self)
{
  self->lines = g_list_store_new (KAUNTA_TYPE_ROW);
}

KauntaBasket *
kaunta_basket_new (KauntaPayer *payer)
{
  KauntaBasket *self = NULL;

  g_return_val_if_fail (payer != NULL, NULL);

  self = g_object_new (KAUNTA_TYPE_BASKET, NULL);
  self->payer = kaunta_payer_ref (payer);
  return self;
}

KauntaPayer *
kaunta_basket_get_payer (KauntaBasket *self)
{
  g_return_val_if_fail (KAUNTA_IS_BASKET (self), NULL);

  return self->payer;
}

/**
 * kaunta_basket_add:
 * @day: the day whose tariff is charged
 * @quantity: (nullable): as typed; NULL where it isn't asked: one
 * @assessed: (nullable): shillings as typed
 *
 * Charges @service. What is charged already at the same price is added to, so that the bill has one line of it.
 */
gboolean
kaunta_basket_add (KauntaBasket *self,
                   KauntaService *service,
                   const char *day,
                   const char *quantity,
                   const char *assessed,
                   GError **error)
{
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) priced = NULL;
  gint64 total = 0;

  g_return_val_if_fail (KAUNTA_IS_BASKET (self), FALSE);
  g_return_val_if_fail (service != NULL && day != NULL, FALSE);

  priced = price (service, day, quantity, assessed, error);
  if (priced == NULL)
    return FALSE;

  lines = list_lines (self);
  for (guint i = 0; i < priced->len; i++)
    if (!merge_line (lines, priced->pdata[i], error))
      return FALSE;
  if (!add_up (lines, &total, error))
    return FALSE;

  show_lines (self, lines, total);
  return TRUE;
}

void
kaunta_basket_remove (KauntaBasket *self, guint line)
{
  KauntaBillLine *removed = NULL;
  g_autoptr (KauntaRow) row = NULL;

  g_return_if_fail (KAUNTA_IS_BASKET (self));
  g_return_if_fail (line < g_list_model_get_n_items (G_LIST_MODEL (self->lines)));

  row = g_list_model_get_item (G_LIST_MODEL (self->lines), line);
  removed = kaunta_row_get (row, KAUNTA_TYPE_BILL_LINE);
  self->total -= removed->amount;
  g_list_store_remove (self->lines, line);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TOTAL]);
}

GListModel *
kaunta_basket_get_lines (KauntaBasket *self)
{
  g_return_val_if_fail (KAUNTA_IS_BASKET (self), NULL);

  return G_LIST_MODEL (self->lines);
}

gint64
kaunta_basket_get_total (KauntaBasket *self)
{
  g_return_val_if_fail (KAUNTA_IS_BASKET (self), 0);

  return self->total;
}
