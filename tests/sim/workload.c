/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workload.h"

#include "billing.h"
#include "finding.h"
#include "money.h"
#include "machine.h"
#include "paying.h"
#include "portal.h"
#include "store.h"
#include "tilling.h"
#include "waiting.h"

#define SUPERVISOR "2001"
#define SUPERVISOR_PIN "9034"
#define FIRST_PAYER 20000001
#define N_PAYERS 20
/* Of the receipts given last, one is chosen. */
#define LATEST 20
/* From this step on the plant "duplicate" waits for a deed. */
#define PLANTED_DUPLICATE 40

/* Calls kaunta_desk_NAME_async() with what is given and waits; leaves the function when nothing ever comes of it. */
#define DO(name, ...)                                                                                       \
  g_autoptr (GAsyncResult) result = NULL;                                                                   \
  kaunta_desk_##name##_async (machine->desk, ##__VA_ARGS__, NULL, test_keep_result_cb, &result);            \
  if (!sim_world_wait (machine->world, &result))                                                            \
  return

static void
note (SimMachine *machine, const char *what, const GError *error)
{
  if (error == NULL)
    sim_trace_note (machine->world->trace, "%u: %s", machine->number, what);
  else
    sim_trace_note (machine->world->trace, "%u: %s: %s %d", machine->number, what,
                    g_quark_to_string (error->domain), error->code);
}

/* ---- Deeds ---- */

/* A mark of its own; the plant "duplicate" gives one a second time. */
static guint
choose_mark (SimWorld *world)
{
  if (g_strcmp0 (world->options.plant, "duplicate") == 0 && world->step >= PLANTED_DUPLICATE && world->deeds->len > 0
      && world->deeds->len % PLANTED_DUPLICATE == 0)
    return 1;
  return world->deeds->len + 1;
}

static SimDeed *
plan_deed (SimMachine *machine, SimDeedKind kind)
{
  SimDeed *deed = sim_deed_new (choose_mark (machine->world), kind);

  g_ptr_array_add (machine->world->deeds, deed);
  return deed;
}

/* What came of it, as the clerk knows: nothing when the power went off meanwhile. */
static void
settle_deed (SimMachine *machine, SimDeed *deed, const GError *error)
{
  gboolean alive = sim_machine_is_alive (machine);
  gboolean disk_failed = error != NULL && error->domain == KAUNTA_STORE_ERROR && error->code == KAUNTA_STORE_ERROR_IO;

  deed->tries++;
  machine->asked = NULL;
  if (!alive || disk_failed)
    {
      machine->asked = deed;
      return;
    }
  if (g_error_matches (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_DAMAGED)
      || g_error_matches (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_BUSY))
    sim_world_fail (machine->world, "counter %u: %s", machine->number, error->message);

  if (error == NULL)
    g_ptr_array_add (machine->promises, deed);
  /* Refused at the second try: the first one may have worked. */
  if (error == NULL || deed->tries == 1)
    deed->outcome = error == NULL ? SIM_OUTCOME_DONE : SIM_OUTCOME_REFUSED;
}

static KauntaApproval *
get_approval (SimMachine *machine)
{
  g_autoptr (GError) error = NULL;
  KauntaApproval *approval = NULL;
  DO (approve, SUPERVISOR, SUPERVISOR_PIN) NULL;

  approval = kaunta_desk_approve_finish (machine->desk, result, &error);
  if (approval == NULL)
    note (machine, "no approval", error);
  return approval;
}

/* ---- Bills ---- */

static KauntaService *
choose_service (SimMachine *machine)
{
  g_autoptr (GPtrArray) services = NULL;
  DO (get_services) NULL;

  services = kaunta_desk_get_services_finish (machine->desk, result, NULL);
  if (services == NULL || services->len == 0)
    return NULL;
  return kaunta_service_ref (services->pdata[sim_world_choose (machine->world, services->len)]);
}

static KauntaBasket *
fill_basket (SimMachine *machine, const SimDeed *deed)
{
  g_autofree char *id = sim_mark_write (deed->mark);
  g_autofree char *day = kaunta_time_display_day (kaunta_clock_get_now (KAUNTA_CLOCK (machine->clock)));
  g_autoptr (KauntaPayer) payer =
      kaunta_payer_new (KAUNTA_PAYER_CITIZEN, id, "Wanjiku Atieno", NULL, NULL, NULL, 0, 0);
  g_autoptr (KauntaBasket) basket = kaunta_basket_new (payer);
  guint lines = 1 + sim_world_choose (machine->world, 3);

  for (guint i = 0; i < lines; i++)
    {
      g_autoptr (KauntaService) service = choose_service (machine);
      g_autofree char *quantity = g_strdup_printf ("%u", 1 + sim_world_choose (machine->world, 4));
      g_autofree char *assessed = g_strdup_printf ("%u", 10 * (1 + sim_world_choose (machine->world, 90)));

      if (service != NULL
          && !kaunta_basket_add (basket, service, day, quantity, NULL, NULL))
        kaunta_basket_add (basket, service, day, "1", assessed, NULL);
    }
  return kaunta_basket_get_total (basket) > 0 ? g_steal_pointer (&basket) : NULL;
}

static void
try_bill (SimMachine *machine, SimDeed *deed)
{
  g_autoptr (KauntaBasket) basket = fill_basket (machine, deed);
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GError) error = NULL;

  if (basket == NULL)
    return;

  {
    DO (raise_bill, basket);

    bill = kaunta_desk_raise_bill_finish (machine->desk, result, &error);
  }
  if (bill != NULL && sim_machine_is_alive (machine))
    {
      g_free (deed->bill);
      deed->bill = g_strdup (bill->number);
      deed->amount = bill->total;
    }
  note (machine, bill != NULL ? bill->number : "bill", error);
  settle_deed (machine, deed, error);
}

static void
raise_bill (SimMachine *machine)
{
  try_bill (machine, plan_deed (machine, SIM_DEED_BILL));
}

/* One of those that are not paid, wherever it was raised. (transfer full) (nullable) */
static KauntaBill *
choose_bill (SimMachine *machine)
{
  g_autoptr (GPtrArray) bills = NULL;
  DO (find_bills, NULL, 1u << KAUNTA_BILL_OPEN | 1u << KAUNTA_BILL_PART_PAID, FALSE, LATEST, 0) NULL;

  bills = kaunta_desk_find_bills_finish (machine->desk, result, NULL, NULL);
  if (bills == NULL || bills->len == 0)
    return NULL;
  return kaunta_bill_ref (bills->pdata[sim_world_choose (machine->world, bills->len)]);
}

/* ---- Payments ---- */

static void
take_money (SimMachine *machine, SimDeed *deed, KauntaBill *bill, const KauntaMoney *money)
{
  g_autoptr (KauntaPayment) payment = NULL;
  g_autoptr (GError) error = NULL;
  DO (take_payment, bill, money);

  payment = kaunta_desk_take_payment_finish (machine->desk, result, NULL, &error);
  if (payment != NULL && sim_machine_is_alive (machine))
    {
      g_free (deed->receipt);
      deed->receipt = g_strdup (payment->receipt);
    }
  note (machine, payment != NULL ? payment->receipt : "payment", error);
  settle_deed (machine, deed, error);
}

static void
try_payment (SimMachine *machine, SimDeed *deed, KauntaBill *bill)
{
  g_autofree char *reference = sim_mark_write (deed->mark);
  g_autofree char *amount = kaunta_cents_format_short (deed->amount);
  g_autofree char *tendered = kaunta_cents_format_short (deed->amount + sim_mark_get_change (deed->mark));
  gboolean cash = deed->tender == KAUNTA_TENDER_CASH;
  const KauntaMoney money = {
    .tender = deed->tender,
    .amount = amount,
    .tendered = cash ? tendered : NULL,
    .reference = cash ? NULL : reference,
  };

  take_money (machine, deed, bill, &money);
}

static KauntaTender
choose_tender (SimMachine *machine)
{
  return sim_world_choose (machine->world, 2) == 0 ? KAUNTA_TENDER_CASH
                                                   : sim_world_choose (machine->world, KAUNTA_N_TENDERS);
}

/* All of it, or a part of whole shillings. */
static gint64
choose_amount (SimMachine *machine, gint64 due)
{
  if (due <= 100 || sim_world_choose (machine->world, 3) != 0)
    return due;
  return 100 * (1 + sim_world_choose (machine->world, (guint) (due / 100)));
}

static void
take_payment (SimMachine *machine)
{
  g_autoptr (KauntaBill) bill = choose_bill (machine);
  SimDeed *deed = NULL;

  if (bill == NULL || !sim_machine_is_alive (machine))
    return;
  deed = plan_deed (machine, SIM_DEED_PAYMENT);
  deed->bill = g_strdup (bill->number);
  deed->tender = choose_tender (machine);
  deed->amount = choose_amount (machine, kaunta_bill_get_due (bill));
  try_payment (machine, deed, bill);
}

/* ---- What is done with a receipt or a bill afterwards ---- */

/* A payment of those taken last. (nullable) */
static SimDeed *
choose_receipt (SimMachine *machine)
{
  guint n = MIN (machine->promises->len, LATEST);
  SimDeed *deed = NULL;

  if (n == 0)
    return NULL;
  deed = machine->promises->pdata[machine->promises->len - 1 - sim_world_choose (machine->world, n)];
  return deed->kind == SIM_DEED_PAYMENT ? deed : NULL;
}

static void
reverse (SimMachine *machine)
{
  SimDeed *payment = choose_receipt (machine);
  g_autoptr (KauntaApproval) approval = payment != NULL ? get_approval (machine) : NULL;
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;
  SimDeed *deed = NULL;

  if (approval == NULL)
    return;
  deed = plan_deed (machine, SIM_DEED_REVERSAL);
  deed->receipt = g_strdup (payment->receipt);
  reason = sim_mark_write (deed->mark);
  {
    DO (reverse, payment->receipt, reason, approval);

    kaunta_desk_reverse_finish (machine->desk, result, &error);
  }
  note (machine, "reversal", error);
  settle_deed (machine, deed, error);
}

static void
cancel_bill (SimMachine *machine)
{
  g_autoptr (KauntaBill) bill = choose_bill (machine);
  g_autoptr (KauntaApproval) approval = bill != NULL ? get_approval (machine) : NULL;
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;
  SimDeed *deed = NULL;

  if (approval == NULL)
    return;
  deed = plan_deed (machine, SIM_DEED_CANCELLATION);
  deed->bill = g_strdup (bill->number);
  reason = sim_mark_write (deed->mark);
  {
    DO (cancel_bill, bill->number, reason, approval);

    kaunta_desk_cancel_bill_finish (machine->desk, result, &error);
  }
  note (machine, "cancellation", error);
  settle_deed (machine, deed, error);
}

static void
print_receipt (SimMachine *machine)
{
  SimDeed *payment = choose_receipt (machine);
  g_autoptr (KauntaApproval) approval = NULL;
  g_autoptr (KauntaReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  if (payment == NULL)
    return;
  if (sim_world_choose (machine->world, 2) == 0)
    approval = get_approval (machine);
  {
    DO (print_receipt, payment->receipt, approval);

    receipt = kaunta_desk_print_receipt_finish (machine->desk, result, &error);
  }
  note (machine, "print", error);
}

/* ---- People and tills ---- */

static void
sign_in (SimMachine *machine)
{
  g_autoptr (GError) error = NULL;
  DO (sign_in, machine->clerk, machine->pin);

  kaunta_desk_sign_in_finish (machine->desk, result, &error);
  note (machine, "sign in", error);
}

static void
sign_out (SimMachine *machine)
{
  g_autoptr (GError) error = NULL;
  DO (sign_out, "asked");

  kaunta_desk_sign_out_finish (machine->desk, result, &error);
  note (machine, "sign out", error);
}

static void
open_till (SimMachine *machine)
{
  g_autoptr (KauntaApproval) approval = get_approval (machine);
  g_autoptr (GError) error = NULL;
  KauntaCount count = { 0 };

  count.pieces[0] = 2;
  if (approval == NULL)
    return;
  {
    DO (open_till, &count, approval);

    kaunta_desk_open_till_finish (machine->desk, result, &error);
  }
  note (machine, "open till", error);
}

/* What is in the drawer, as pieces; what can't be made of pieces is missing. */
static KauntaCount
count_drawer (const KauntaTill *till)
{
  KauntaCount count = { 0 };
  gint64 cents = 0;

  kaunta_till_get_expected (till, KAUNTA_TENDER_CASH, &cents, NULL);
  for (guint i = 0; i < KAUNTA_N_DENOMINATIONS && cents > 0; i++)
    {
      count.pieces[i] = cents / kaunta_denominations[i];
      cents %= kaunta_denominations[i];
    }
  return count;
}

static void
count_till (SimMachine *machine)
{
  KauntaCount count = count_drawer (kaunta_desk_get_till (machine->desk));
  g_autoptr (GError) error = NULL;

  /* Miscounted. */
  if (sim_world_choose (machine->world, 5) == 0)
    count.pieces[0]++;
  {
    DO (count_till, &count);

    kaunta_desk_count_till_finish (machine->desk, result, &error);
  }
  note (machine, "count", error);
}

static void
close_till (SimMachine *machine)
{
  g_autoptr (KauntaApproval) approval = NULL;
  g_autoptr (KauntaClosing) closing = NULL;
  g_autoptr (GError) error = NULL;

  count_till (machine);
  if (!sim_machine_is_alive (machine))
    return;
  approval = get_approval (machine);
  if (approval == NULL)
    return;
  {
    DO (close_till, "end of the day", approval);

    closing = kaunta_desk_close_till_finish (machine->desk, result, &error);
  }
  note (machine, "close till", error);
}

static void
read_till (SimMachine *machine)
{
  g_autoptr (KauntaTill) till = NULL;
  g_autoptr (GError) error = NULL;
  DO (read_till);

  till = kaunta_desk_read_till_finish (machine->desk, result, NULL, &error);
  note (machine, "reading", error);
}

/* ---- Looking up ---- */

/* Somebody whom the register has, or a bill that only the portal may know. */
static char *
choose_query (SimMachine *machine)
{
  SimDeed *deed = NULL;

  if (machine->world->deeds->len > 0 && sim_world_choose (machine->world, 2) == 0)
    deed = machine->world->deeds->pdata[sim_world_choose (machine->world, machine->world->deeds->len)];
  if (deed != NULL && deed->bill != NULL)
    return g_strdup (deed->bill);
  return g_strdup_printf ("%u", FIRST_PAYER + sim_world_choose (machine->world, 2 * N_PAYERS));
}

static void
open_payer (SimMachine *machine, KauntaPayer *payer)
{
  g_autoptr (KauntaPayerSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;
  DO (open_payer, payer, "enquiry");

  sheet = kaunta_desk_open_payer_finish (machine->desk, result, &error);
  note (machine, "payer", error);
}

static void
look_up (SimMachine *machine)
{
  g_autofree char *query = choose_query (machine);
  g_autoptr (KauntaFindings) findings = NULL;
  g_autoptr (GError) error = NULL;
  DO (find, query);

  findings = kaunta_desk_find_finish (machine->desk, result, &error);
  note (machine, "search", error);
  if (findings != NULL && findings->payers != NULL && findings->payers->len > 0 && sim_machine_is_alive (machine))
    open_payer (machine, findings->payers->pdata[0]);
}

/* ---- What nobody knows the outcome of ---- */

/* The payment of @bill that carries @deed's mark. (transfer none) (nullable) */
static KauntaPayment *
find_payment (GPtrArray *payments, const SimDeed *deed)
{
  g_autofree char *reference = sim_mark_write (deed->mark);

  for (guint i = 0; i < payments->len; i++)
    {
      KauntaPayment *payment = payments->pdata[i];

      if (payment->tender == deed->tender
          && (deed->tender == KAUNTA_TENDER_CASH ? payment->change == sim_mark_get_change (deed->mark)
                                                 : g_strcmp0 (payment->reference, reference) == 0))
        return payment;
    }
  return NULL;
}

static void
look_after_payment (SimMachine *machine, SimDeed *deed)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GPtrArray) payments = NULL;
  g_autoptr (GError) error = NULL;
  KauntaPayment *payment = NULL;
  DO (open_bill, deed->bill);

  bill = kaunta_desk_open_bill_finish (machine->desk, result, &payments, &error);
  if (bill == NULL || !sim_machine_is_alive (machine))
    return;
  payment = find_payment (payments, deed);
  if (payment != NULL)
    {
      g_free (deed->receipt);
      deed->receipt = g_strdup (payment->receipt);
      deed->outcome = SIM_OUTCOME_DONE;
      machine->asked = NULL;
      g_ptr_array_add (machine->promises, deed);
      note (machine, "it was taken", NULL);
    }
  else
    try_payment (machine, deed, bill);
}

static void
look_after_bill (SimMachine *machine, SimDeed *deed)
{
  g_autofree char *payer = sim_mark_write (deed->mark);
  g_autoptr (GPtrArray) bills = NULL;
  const KauntaBill *bill = NULL;
  DO (find_bills, payer, 0, TRUE, LATEST, 0);

  bills = kaunta_desk_find_bills_finish (machine->desk, result, NULL, NULL);
  if (bills == NULL || !sim_machine_is_alive (machine))
    return;
  if (bills->len == 0)
    {
      try_bill (machine, deed);
      return;
    }
  bill = bills->pdata[0];
  deed->bill = g_strdup (bill->number);
  deed->amount = bill->total;
  deed->outcome = SIM_OUTCOME_DONE;
  machine->asked = NULL;
  g_ptr_array_add (machine->promises, deed);
  note (machine, "it was raised", NULL);
}

/* The clerk looks first, and does it again when it is not there; or lets it be. */
static void
look_after (SimMachine *machine)
{
  SimDeed *deed = machine->asked;

  if (sim_world_choose (machine->world, 3) == 0 || deed->kind > SIM_DEED_PAYMENT)
    machine->asked = NULL;
  else if (deed->kind == SIM_DEED_PAYMENT)
    look_after_payment (machine, deed);
  else
    look_after_bill (machine, deed);
}

/* ---- A day's work ---- */

static const struct
{
  void (*act) (SimMachine *machine);
  guint weight;
} ACTS[] = {
  { raise_bill, 30 }, { take_payment, 40 }, { print_receipt, 6 }, { look_up, 8 },    { reverse, 5 },
  { cancel_bill, 3 }, { read_till, 2 },     { count_till, 2 },    { close_till, 2 }, { sign_out, 1 },
};

static void
do_any_act (SimMachine *machine)
{
  guint all = 0;
  guint place = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ACTS); i++)
    all += ACTS[i].weight;
  place = sim_world_choose (machine->world, all);
  for (guint i = 0; i < G_N_ELEMENTS (ACTS); i++)
    {
      if (place < ACTS[i].weight)
        {
          ACTS[i].act (machine);
          return;
        }
      place -= ACTS[i].weight;
    }
}

void
sim_workload_step (SimMachine *machine)
{
  if (kaunta_desk_get_clerk (machine->desk) == NULL)
    sign_in (machine);
  else if (kaunta_desk_get_till (machine->desk) == NULL)
    open_till (machine);
  else if (!kaunta_desk_get_can_sell (machine->desk))
    close_till (machine);
  else if (machine->asked != NULL)
    look_after (machine);
  else if (sim_world_choose (machine->world, 50) == 0)
    kaunta_desk_send_now (machine->desk);
  else
    do_any_act (machine);
}

static void
enrol (SimMachine *machine, const char *code)
{
  g_autofree char *name = g_strdup_printf ("Counter %u", machine->number);
  g_autoptr (GError) error = NULL;
  DO (enrol, "http://127.0.0.1:1", code, name);

  if (!kaunta_desk_enrol_finish (machine->desk, result, &error))
    sim_world_fail (machine->world, "counter %u can't be enrolled: %s", machine->number, error->message);
}

void
sim_workload_enrol (SimMachine *machine)
{
  g_autofree char *code = sim_portal_create_code (machine->world->portal, NULL);

  enrol (machine, code);
}

void
sim_workload_enrol_again (SimMachine *machine)
{
  const char *device = kaunta_desk_get_device (machine->desk);
  g_autofree char *code = sim_portal_create_code (machine->world->portal, device);
  gint64 entered = 0;

  if (!kaunta_portal_storage_enter_branches (sim_portal_get_storage (machine->world->portal), device, &entered, NULL))
    sim_world_fail (machine->world, "the branches of counter %u can't be entered", machine->number);
  enrol (machine, code);
}
