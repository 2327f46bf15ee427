/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The second counter of the day that is played: a clerk without a window. Signs in, opens the till where none is open, raises one bill and stays
 * until the portal has acknowledged it; prints the bill's number. */

#include <locale.h>

#include "billing.h"
#include "finding.h"
#include "tilling.h"

typedef struct
{
  const char *profile;
  const char *clerk;
  const char *clerk_pin;
  const char *supervisor;
  const char *supervisor_pin;
  const char *payer;
  const char *service;
  const char *quantity;
} Order;

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static gboolean
sign_in (KauntaDesk *desk, const Order *order, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kaunta_desk_sign_in_async (desk, order->clerk, order->clerk_pin, NULL, keep_result_cb, &result);
  return kaunta_desk_sign_in_finish (desk, wait_for (&result), error);
}

static gboolean
open_till (KauntaDesk *desk, const Order *order, GError **error)
{
  g_autoptr (GAsyncResult) approved = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (KauntaApproval) approval = NULL;
  KauntaCount count = { { 2 } };

  if (kaunta_desk_get_can_sell (desk))
    return TRUE;

  kaunta_desk_approve_async (desk, order->supervisor, order->supervisor_pin, NULL, keep_result_cb, &approved);
  approval = kaunta_desk_approve_finish (desk, wait_for (&approved), error);
  if (approval == NULL)
    return FALSE;

  kaunta_desk_open_till_async (desk, &count, approval, NULL, keep_result_cb, &opened);
  return kaunta_desk_open_till_finish (desk, wait_for (&opened), error);
}

static KauntaPayer *
find_payer (KauntaDesk *desk, const char *typed, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KauntaFindings) findings = NULL;

  kaunta_desk_find_async (desk, typed, NULL, keep_result_cb, &result);
  findings = kaunta_desk_find_finish (desk, wait_for (&result), error);
  if (findings == NULL)
    return NULL;
  if (findings->payers->len == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no payer is found by %s", typed);
      return NULL;
    }
  return kaunta_payer_ref (findings->payers->pdata[0]);
}

static gboolean
fill_basket (KauntaDesk *desk, KauntaBasket *basket, const Order *order, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) services = NULL;
  g_autofree char *day = kaunta_time_display_day (kaunta_clock_get_now (kaunta_desk_get_clock (desk)));

  kaunta_desk_get_services_async (desk, NULL, keep_result_cb, &result);
  services = kaunta_desk_get_services_finish (desk, wait_for (&result), error);
  if (services == NULL)
    return FALSE;

  for (guint i = 0; i < services->len; i++)
    if (g_str_equal (((KauntaService *) services->pdata[i])->code, order->service))
      return kaunta_basket_add (basket, services->pdata[i], day, order->quantity, NULL, error);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no service is called %s", order->service);
  return FALSE;
}

static KauntaBill *
raise_bill (KauntaDesk *desk, const Order *order, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KauntaPayer) payer = find_payer (desk, order->payer, error);
  g_autoptr (KauntaBasket) basket = NULL;

  if (payer == NULL)
    return NULL;

  basket = kaunta_basket_new (payer);
  if (!fill_basket (desk, basket, order, error))
    return NULL;

  kaunta_desk_raise_bill_async (desk, basket, NULL, keep_result_cb, &result);
  return kaunta_desk_raise_bill_finish (desk, wait_for (&result), error);
}

/* Until the portal has acknowledged the first @seq entries and everything after them, and staff and services are known. */
static void
wait_until_acknowledged (KauntaDesk *desk, gint64 seq)
{
  KauntaLink *link = kaunta_desk_get_link (desk);

  while (link->kind != KAUNTA_LINK_ONLINE || link->waiting > 0 || link->acknowledged < seq
         || kaunta_desk_get_staff_known_at (desk) == 0)
    {
      g_main_context_iteration (NULL, TRUE);
      link = kaunta_desk_get_link (desk);
    }
}

static gboolean
serve (KauntaDesk *desk, const Order *order, GError **error)
{
  g_autoptr (KauntaBill) bill = NULL;
  gint64 written;

  wait_until_acknowledged (desk, 1);
  written = kaunta_desk_get_link (desk)->acknowledged;
  if (!sign_in (desk, order, error))
    return FALSE;
  written += kaunta_desk_get_can_sell (desk) ? 1 : 2;
  if (!open_till (desk, order, error))
    return FALSE;
  bill = raise_bill (desk, order, error);
  if (bill == NULL)
    return FALSE;

  wait_until_acknowledged (desk, written + 1);
  g_print ("%s\n", bill->number);
  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (KauntaDesk) desk = NULL;
  g_autoptr (GError) error = NULL;
  gboolean served;

  setlocale (LC_ALL, "");
  if (argc != 9)
    {
      g_printerr ("usage: other-counter PROFILE CLERK PIN SUPERVISOR PIN PAYER SERVICE QUANTITY\n");
      return 2;
    }

  desk = kaunta_desk_open (argv[1], clock, &error);
  served = desk != NULL
           && serve (desk, &(Order){ argv[1], argv[2], argv[3], argv[4], argv[5], argv[6], argv[7], argv[8] }, &error);
  if (!served)
    g_printerr ("other-counter: %s\n", error->message);
  if (desk != NULL)
    kaunta_desk_close (desk);
  return served ? 0 : 1;
}
