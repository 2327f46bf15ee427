/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "samples.h"

#include <string.h>

#include "changes.h"
#include "enrolment.h"
#include "problem.h"
#include "push.h"
#include "snapshot.h"

#define NOON G_GINT64_CONSTANT (1795421730123) /* 2026-11-23T08:15:30.123Z */
#define KEY "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
#define HEAD "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static GBytes *
make_change (KauntaChangeKind kind, const char *id, gpointer value)
{
  g_auto (KauntaChangesPage) page = { 0 };

  page.cursor = g_strdup ("17");
  page.more = TRUE;
  page.changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_change_free);
  g_ptr_array_add (page.changes, kaunta_change_new (kind, id, NOON, value));
  g_boxed_free (kaunta_change_kind_get_value_type (kind), value);
  return kaunta_changes_page_encode (&page);
}

static GBytes *
pass_changes (GBytes *body, GError **error)
{
  g_auto (KauntaChangesPage) page = { 0 };

  return kaunta_changes_page_decode (body, &page, error) ? kaunta_changes_page_encode (&page) : NULL;
}

static KauntaPayer *
new_payer (void)
{
  return kaunta_payer_new (KAUNTA_PAYER_CITIZEN, "01234567", "Ng'ang'a Wanjikũ", "254712345678", "A012345678Z", "Westlands", NOON, 0);
}

static GBytes *
make_payer (void)
{
  return make_change (KAUNTA_CHANGE_PAYER, "citizen/01234567", new_payer ());
}

static GBytes *
make_service (void)
{
  return make_change (KAUNTA_CHANGE_SERVICE, "022-MKT-GRAIN",
                      kaunta_service_new ("022-MKT-GRAIN", "Market fee, grain", "Ada ya soko, nafaka", "County of Kiambu", "022",
                                          "Markets", KAUNTA_TENDER_SET_ALL));
}

static GBytes *
make_tariff (void)
{
  return make_change (KAUNTA_CHANGE_TARIFF, "022-MKT-GRAIN@1",
                      kaunta_tariff_new ("022-MKT-GRAIN@1", "022-MKT-GRAIN", KAUNTA_TARIFF_STEPPED, "per bag", 5000, 2500, "2024-03-01",
                                         "2026-12-31", "Finance Act 2024"));
}

static GBytes *
make_staff (void)
{
  return make_change (KAUNTA_CHANGE_STAFF, "1007",
                      kaunta_staff_new ("1007", "Achieng Otieno", KAUNTA_ROLE_SUPERVISOR, "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA", TRUE));
}

static GBytes *
make_policy (void)
{
  return make_change (KAUNTA_CHANGE_POLICY, "047-WESTLANDS",
                      kaunta_policy_new ("047-WESTLANDS", "Westlands", "Nairobi City County", TRUE, 10000, 200000));
}

static KauntaBill *
new_bill (void)
{
  g_autoptr (KauntaPayer) payer = new_payer ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);
  KauntaBill *bill = NULL;

  g_ptr_array_add (lines, kaunta_bill_line_new ("022-MKT-GRAIN", "022-MKT-GRAIN@1", "Market fee, grain", 3, 5000, 15000));
  bill = kaunta_bill_new ("004210000017", "00421", payer, lines, NOON, "1001", NULL);
  g_assert_nonnull (bill);
  bill->paid = 5000;
  bill->cancelled = TRUE;
  return bill;
}

static GBytes *
make_bill (void)
{
  return make_change (KAUNTA_CHANGE_BILL, "004210000017", new_bill ());
}

static KauntaPayment *
new_payment (void)
{
  KauntaPayment *payment = kaunta_payment_new ();

  payment->receipt = g_strdup ("00421-000173");
  payment->device = g_strdup ("00421");
  payment->bill = g_strdup ("004210000017");
  payment->tender = KAUNTA_TENDER_MPESA;
  payment->amount = 5000;
  payment->status = KAUNTA_PAYMENT_CLAIMED;
  payment->tendered = 6000;
  payment->change = 1000;
  payment->reference = g_strdup ("UKN1A2B3C4");
  payment->phone = g_strdup ("254712345678");
  payment->taken_at = NOON;
  payment->clerk = g_strdup ("1001");
  payment->till = g_strdup ("00421-0007");
  payment->reversed = g_strdup ("Wrong amount");
  payment->approver = g_strdup ("1007");
  return payment;
}

static GBytes *
make_payment (void)
{
  return make_change (KAUNTA_CHANGE_PAYMENT, "00421-000173", new_payment ());
}

static KauntaException *
new_exception (const char *device)
{
  return kaunta_exception_new ("12", "double-payment", "004210000017", "00421-000173", device, 5000, NOON, FALSE);
}

static GBytes *
make_exception (void)
{
  return make_change (KAUNTA_CHANGE_EXCEPTION, "12", new_exception ("00421"));
}

static GBytes *
make_device (void)
{
  return make_change (KAUNTA_CHANGE_DEVICE, "00421", kaunta_device_new ("00421", "Counter 1", KEY, 2));
}

static GBytes *
make_enrol_request (void)
{
  KauntaEnrolRequest request = { (char *) "7K3M", (char *) KEY, (char *) "Counter 1", (char *) KEY };

  return kaunta_enrol_request_encode (&request);
}

static GBytes *
pass_enrol_request (GBytes *body, GError **error)
{
  g_auto (KauntaEnrolRequest) request = { 0 };

  return kaunta_enrol_request_decode (body, &request, error) ? kaunta_enrol_request_encode (&request) : NULL;
}

static GBytes *
make_enrol_answer (void)
{
  KauntaEnrolAnswer answer = {
    .device = (char *) "00421",
    .epoch = 1,
    .office = (char *) "047-WESTLANDS",
    .portal_key = (char *) KEY,
    .token = (char *) "c0ffee",
    .ca = (char *) "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    .seq = 7,
    .head = (char *) HEAD,
    .mac = (char *) KEY,
  };

  return kaunta_enrol_answer_encode (&answer);
}

static GBytes *
pass_enrol_answer (GBytes *body, GError **error)
{
  g_auto (KauntaEnrolAnswer) answer = { 0 };

  return kaunta_enrol_answer_decode (body, &answer, error) ? kaunta_enrol_answer_encode (&answer) : NULL;
}

static GBytes *
make_push (void)
{
  g_autoptr (KauntaKey) key = kaunta_key_new_from_seed ((const guint8 *) "thirty-two bytes of seed, always");
  g_autoptr (KauntaFact) fact = kaunta_fact_new_signed_in ();
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_entry_unref);
  guint8 prev[KAUNTA_HASH_BYTES] = { 0 };
  KauntaPlace place = { .device = "00421", .epoch = 1, .seq = 1, .prev = prev, .at = NOON, .boot = "0badcafe", .up = 1, .clerk = "1001" };
  g_autoptr (GError) error = NULL;
  KauntaEntry *entry = kaunta_entry_sign (&place, fact, key, &error);

  g_assert_no_error (error);
  g_ptr_array_add (entries, entry);
  return kaunta_push_encode (entries);
}

static GBytes *
pass_push (GBytes *body, GError **error)
{
  gint64 place = 0;
  g_autoptr (GPtrArray) entries = kaunta_push_decode (body, &place, error);

  return entries != NULL ? kaunta_push_encode (entries) : NULL;
}

static GBytes *
make_entries_page (void)
{
  g_autoptr (GBytes) push = make_push ();
  gint64 place = 0;
  g_autoptr (GPtrArray) entries = kaunta_push_decode (push, &place, NULL);

  return kaunta_entries_page_encode (entries, TRUE);
}

static GBytes *
pass_entries_page (GBytes *body, GError **error)
{
  gboolean more = FALSE;
  g_autoptr (GPtrArray) entries = kaunta_entries_page_decode (body, &more, error);

  return entries != NULL ? kaunta_entries_page_encode (entries, more) : NULL;
}

static GBytes *
make_push_answer (void)
{
  g_autoptr (KauntaKey) key = kaunta_key_new_from_seed ((const guint8 *) "thirty-two bytes of seed, always");
  g_autoptr (GPtrArray) exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_exception_unref);
  KauntaAcknowledgement ack = { .device = "00421", .epoch = 1, .seq = 9, .at = NOON };

  memset (ack.head, 'a', 64);
  kaunta_acknowledgement_sign (&ack, key);
  g_ptr_array_add (exceptions, new_exception (NULL));
  return kaunta_push_answer_encode (&ack, exceptions);
}

static GBytes *
pass_push_answer (GBytes *body, GError **error)
{
  g_autoptr (GPtrArray) exceptions = NULL;
  KauntaAcknowledgement ack = { 0 };

  return kaunta_push_answer_decode (body, &ack, &exceptions, error) ? kaunta_push_answer_encode (&ack, exceptions) : NULL;
}

static GBytes *
make_payers (void)
{
  g_autoptr (GPtrArray) payers = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payer_unref);

  g_ptr_array_add (payers, new_payer ());
  return kaunta_payers_encode (payers);
}

static GBytes *
pass_payers (GBytes *body, GError **error)
{
  g_autoptr (GPtrArray) payers = kaunta_payers_decode (body, error);

  return payers != NULL ? kaunta_payers_encode (payers) : NULL;
}

static GBytes *
make_bill_answer (void)
{
  g_autoptr (KauntaBill) bill = new_bill ();
  g_autoptr (GPtrArray) payments = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payment_unref);

  g_ptr_array_add (payments, new_payment ());
  return kaunta_bill_answer_encode (bill, payments);
}

static GBytes *
pass_bill_answer (GBytes *body, GError **error)
{
  g_autoptr (KauntaBill) bill = NULL;
  g_autoptr (GPtrArray) payments = NULL;

  return kaunta_bill_answer_decode (body, &bill, &payments, error) ? kaunta_bill_answer_encode (bill, payments) : NULL;
}

static GBytes *
make_health (void)
{
  KauntaHealth health = { (char *) "0.1.0", NOON, TRUE };

  return kaunta_health_encode (&health);
}

static GBytes *
pass_health (GBytes *body, GError **error)
{
  g_auto (KauntaHealth) health = { 0 };

  return kaunta_health_decode (body, &health, error) ? kaunta_health_encode (&health) : NULL;
}

static GBytes *
make_problem (void)
{
  KauntaProblem problem = { KAUNTA_WIRE_ERROR_FENCED, 403, (char *) "An older epoch", 0 };

  return kaunta_problem_encode (&problem);
}

static GBytes *
pass_problem (GBytes *body, GError **error)
{
  g_auto (KauntaProblem) problem = { 0 };

  return kaunta_problem_decode (body, 403, &problem, error) ? kaunta_problem_encode (&problem) : NULL;
}

static GBytes *
take_line (char *line)
{
  return g_bytes_new_take (line, strlen (line));
}

static GBytes *
make_snapshot_header (void)
{
  KauntaSnapshotHeader header = { 20000, NOON };

  return take_line (kaunta_snapshot_header_encode (&header));
}

static GBytes *
pass_snapshot_header (GBytes *body, GError **error)
{
  g_autofree char *line = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  KauntaSnapshotHeader header = { 0 };

  return kaunta_snapshot_header_decode (line, &header, error) ? take_line (kaunta_snapshot_header_encode (&header)) : NULL;
}

static GBytes *
make_snapshot_payer (void)
{
  g_autoptr (KauntaPayer) payer = new_payer ();

  return take_line (kaunta_snapshot_payer_encode (payer));
}

static GBytes *
pass_snapshot_payer (GBytes *body, GError **error)
{
  g_autofree char *line = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_autoptr (KauntaPayer) payer = kaunta_snapshot_payer_decode (line, NOON, error);

  return payer != NULL ? take_line (kaunta_snapshot_payer_encode (payer)) : NULL;
}

const Sample samples[] = {
  { "changes/payer", make_payer, pass_changes, " phone kra_pin place ", "" },
  { "changes/service", make_service, pass_changes, "", "" },
  { "changes/tariff", make_tariff, pass_changes, " until ", "" },
  { "changes/staff", make_staff, pass_changes, "", "" },
  { "changes/policy", make_policy, pass_changes, "", "" },
  { "changes/bill", make_bill, pass_changes, " raised_by ", "" },
  { "changes/payment", make_payment, pass_changes, " reference phone clerk till reversed approver ", "" },
  { "changes/exception", make_exception, pass_changes, " bill receipt device ", "" },
  { "changes/device", make_device, pass_changes, "", "" },
  { "enrol-request", make_enrol_request, pass_enrol_request, "", "" },
  { "enrol-answer", make_enrol_answer, pass_enrol_answer, "", "" },
  { "push", make_push, pass_push, "", "" },
  { "entries-page", make_entries_page, pass_entries_page, "", "" },
  { "push-answer", make_push_answer, pass_push_answer, " bill receipt ", "" },
  { "payers", make_payers, pass_payers, " phone kra_pin place ", "" },
  { "bill-answer", make_bill_answer, pass_bill_answer, " raised_by reference phone clerk till reversed approver ", "" },
  { "health", make_health, pass_health, "", "" },
  { "problem", make_problem, pass_problem, " detail ", " type title " },
  { "snapshot-header", make_snapshot_header, pass_snapshot_header, "", "" },
  { "snapshot-payer", make_snapshot_payer, pass_snapshot_payer, " phone kra_pin place ", "" },
};
const guint n_samples = G_N_ELEMENTS (samples);
