/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A counter without a window: the real desk, told on standard input what to do. One command a line, words divided by tabs; for each there is one
 * JSON object a line on standard output, when it is done: what a clerk would have seen then. What changed by itself is said in between
 * ("event": "link"). Ends when standard input ends. */

#include <gio/gunixinputstream.h>
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include "counter.h"
#include "json.h"
#include "waiting.h"

#define MAX_WORDS 6

typedef struct
{
  TestCounter counter; /* its desk alone */
  KauntaLinkKind shown;
  char *words[MAX_WORDS + 1];
} Program;

typedef gboolean (*Act) (Program *self, JsonObject *said, GError **error);

/* ---- Saying ---- */

static void
say (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  json_node_set_object (node, object);
  line = kaunta_json_canonical (node, NULL, &error);
  if (line == NULL)
    g_error ("What is to be said can't be: %s", error->message);
  puts (line);
  fflush (stdout);
}

static const char *
get_link_nick (KauntaLinkKind kind)
{
  static const char *const nicks[] = { "starting", "online", "sending", "offline", "attention" };

  return nicks[kind];
}

static void
describe_link (KauntaDesk *desk, JsonObject *said)
{
  KauntaLink *link = kaunta_desk_get_link (desk);

  json_object_set_string_member (said, "link", get_link_nick (link->kind));
  json_object_set_int_member (said, "waiting", link->waiting);
  json_object_set_int_member (said, "acknowledged", link->acknowledged);
  json_object_set_string_member (said, "problem", link->problem != NULL ? link->problem : "");
}

static void
link_changed_cb (KauntaDesk *desk, GParamSpec *spec, gpointer user_data)
{
  Program *self = user_data;
  g_autoptr (JsonObject) said = NULL;

  if (kaunta_desk_get_link (desk)->kind == self->shown)
    return;

  self->shown = kaunta_desk_get_link (desk)->kind;
  said = json_object_new ();
  json_object_set_string_member (said, "event", "link");
  describe_link (desk, said);
  say (said);
}

/* ---- Commands: each puts what came of it into @said ---- */

static gboolean
sign_in (Program *self, JsonObject *said, GError **error)
{
  return test_sign_in (&self->counter, self->words[1], self->words[2], error);
}

static gboolean
sign_out (Program *self, JsonObject *said, GError **error)
{
  return test_sign_out (&self->counter, error);
}

static gboolean
open_till (Program *self, JsonObject *said, GError **error)
{
  g_autoptr (KauntaApproval) approval = test_approve (&self->counter, self->words[1], self->words[2], error);
  KauntaCount count = test_count_shillings (2000);

  return approval != NULL && test_open_till (&self->counter, &count, approval, error);
}

static KauntaPayer *
find_payer (Program *self, const char *typed, GError **error)
{
  g_autoptr (KauntaFindings) findings = test_find (&self->counter, typed, error);

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
fill_basket (Program *self, KauntaBasket *basket, const char *code, const char *quantity, GError **error)
{
  g_autoptr (GPtrArray) services = test_get_services (&self->counter, error);
  g_autofree char *day = kaunta_time_display_day (kaunta_clock_get_now (kaunta_desk_get_clock (self->counter.desk)));

  if (services == NULL)
    return FALSE;

  for (guint i = 0; i < services->len; i++)
    if (g_str_equal (((KauntaService *) services->pdata[i])->code, code))
      return kaunta_basket_add (basket, services->pdata[i], day, quantity, NULL, error);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no service is called %s", code);
  return FALSE;
}

static KauntaBill *
raise_for (Program *self, JsonObject *said, GError **error)
{
  g_autoptr (KauntaPayer) payer = find_payer (self, self->words[1], error);
  g_autoptr (KauntaBasket) basket = NULL;
  gint64 begin = 0;
  KauntaBill *bill = NULL;

  if (payer == NULL)
    return NULL;
  basket = kaunta_basket_new (payer);
  if (!fill_basket (self, basket, self->words[2], self->words[3], error))
    return NULL;

  begin = g_get_monotonic_time ();
  bill = test_raise (&self->counter, basket, error);
  if (bill != NULL)
    {
      json_object_set_string_member (said, "bill", bill->number);
      json_object_set_int_member (said, "raising_us", g_get_monotonic_time () - begin);
    }
  return bill;
}

static gboolean
raise_bill (Program *self, JsonObject *said, GError **error)
{
  g_autoptr (KauntaBill) bill = raise_for (self, said, error);

  return bill != NULL;
}

/* The bill is said even when paying is refused: it is there. */
static gboolean
sell (Program *self, JsonObject *said, GError **error)
{
  g_autoptr (KauntaBill) bill = raise_for (self, said, error);
  g_autoptr (KauntaPayment) payment = NULL;
  gint64 begin = g_get_monotonic_time ();

  if (bill == NULL)
    return FALSE;
  payment = test_take (&self->counter, bill, (KauntaMoney){ .tender = KAUNTA_TENDER_CASH }, NULL, error);
  if (payment == NULL)
    return FALSE;

  json_object_set_int_member (said, "paying_us", g_get_monotonic_time () - begin);
  json_object_set_string_member (said, "receipt", payment->receipt);
  json_object_set_int_member (said, "amount", payment->amount);
  return TRUE;
}

static gboolean
print_receipt (Program *self, JsonObject *said, GError **error)
{
  g_autoptr (KauntaReceipt) receipt = test_print (&self->counter, self->words[1], NULL, error);

  if (receipt == NULL)
    return FALSE;
  json_object_set_string_member (said, "printed", receipt->payment->receipt);
  json_object_set_int_member (said, "copy", receipt->copy);
  return TRUE;
}

static gboolean
reverse (Program *self, JsonObject *said, GError **error)
{
  g_autoptr (KauntaApproval) approval = test_approve (&self->counter, self->words[2], self->words[3], error);

  if (approval == NULL || !test_reverse (&self->counter, self->words[1], "Wrong service", approval, error))
    return FALSE;
  json_object_set_string_member (said, "reversed", self->words[1]);
  return TRUE;
}

/* Counts what must be in the drawer, and closes. */
static gboolean
close_till (Program *self, JsonObject *said, GError **error)
{
  g_autoptr (KauntaTill) till = test_read_till (&self->counter, NULL, error);
  g_autoptr (KauntaApproval) approval = NULL;
  g_autoptr (KauntaClosing) closing = NULL;
  KauntaCount count = { 0 };
  gint64 cents = 0;

  if (till == NULL || !kaunta_till_get_expected (till, KAUNTA_TENDER_CASH, &cents, error))
    return FALSE;
  count = test_count_shillings (cents / 100);
  if (!test_count_till (&self->counter, &count, error))
    return FALSE;
  approval = test_approve (&self->counter, self->words[1], self->words[2], error);
  if (approval == NULL)
    return FALSE;

  closing = test_close_till (&self->counter, NULL, approval, error);
  if (closing == NULL)
    return FALSE;
  json_object_set_int_member (said, "z", closing->z);
  json_object_set_int_member (said, "turnover", closing->turnover);
  return TRUE;
}

static gboolean
show_state (Program *self, JsonObject *said, GError **error)
{
  KauntaDesk *desk = self->counter.desk;

  describe_link (desk, said);
  json_object_set_boolean_member (said, "till", kaunta_desk_get_till (desk) != NULL);
  json_object_set_boolean_member (said, "can_sell", kaunta_desk_get_can_sell (desk));
  return TRUE;
}

/* Until the portal has acknowledged all that is in the journal now, and staff and services are known. */
static gboolean
wait_until_online (Program *self, JsonObject *said, GError **error)
{
  KauntaDesk *desk = self->counter.desk;
  gint64 seq = test_counter_get_seq (&self->counter);

  while (kaunta_desk_get_link (desk)->kind != KAUNTA_LINK_ONLINE || kaunta_desk_get_link (desk)->acknowledged < seq
         || kaunta_desk_get_staff_known_at (desk) == 0)
    g_main_context_iteration (NULL, TRUE);
  describe_link (desk, said);
  return TRUE;
}

static gboolean
send_now (Program *self, JsonObject *said, GError **error)
{
  kaunta_desk_send_now (self->counter.desk);
  return TRUE;
}

static const struct
{
  const char *name;
  guint words; /* after the name */
  Act act;
} commands[] = {
  { "sign-in", 2, sign_in },              /* STAFF-NUMBER PIN */
  { "sign-out", 0, sign_out },
  { "open-till", 2, open_till },          /* SUPERVISOR PIN */
  { "raise", 3, raise_bill },             /* PAYER SERVICE QUANTITY */
  { "sell", 3, sell },                    /* PAYER SERVICE QUANTITY: raised and paid in cash */
  { "print", 1, print_receipt },          /* RECEIPT */
  { "reverse", 3, reverse },              /* RECEIPT SUPERVISOR PIN */
  { "close-till", 2, close_till },        /* SUPERVISOR PIN */
  { "state", 0, show_state },
  { "online", 0, wait_until_online },
  { "send", 0, send_now },
};

/* ---- The program ---- */

static Act
find_act (Program *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, "\t", MAX_WORDS);
  guint n = g_strv_length (words);

  for (guint i = 0; i < MAX_WORDS; i++)
    {
      g_free (self->words[i]);
      self->words[i] = i < n ? g_strdup (words[i]) : NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (n == commands[i].words + 1 && g_str_equal (commands[i].name, words[0]))
      return commands[i].act;
  return NULL;
}

static void
obey (Program *self, const char *line)
{
  g_autoptr (JsonObject) said = json_object_new ();
  g_autoptr (GError) error = NULL;
  Act act = find_act (self, line);
  gboolean done;

  if (act == NULL)
    g_error ("There is no command “%s”", line);

  done = act (self, said, &error);
  json_object_set_string_member (said, "event", done ? "done" : "refused");
  json_object_set_string_member (said, "command", self->words[0]);
  if (!done)
    {
      json_object_set_string_member (said, "domain", g_quark_to_string (error->domain));
      json_object_set_int_member (said, "code", error->code);
      json_object_set_string_member (said, "message", error->message);
    }
  say (said);
}

/* (nullable): at the end of what is told. */
static char *
read_command (GDataInputStream *orders)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_data_input_stream_read_line_async (orders, G_PRIORITY_DEFAULT, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  return g_data_input_stream_read_line_finish_utf8 (orders, result, NULL, NULL);
}

static void
serve (Program *self)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) orders = g_data_input_stream_new (input);
  char *line = NULL;

  g_signal_connect (self->counter.desk, "notify::link", G_CALLBACK (link_changed_cb), self);
  while ((line = read_command (orders)) != NULL)
    {
      obey (self, line);
      g_free (line);
    }
  g_signal_handlers_disconnect_by_data (self->counter.desk, self);
}

int
main (int argc, char *argv[])
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (GError) error = NULL;
  Program self = { 0 };

  setlocale (LC_ALL, "");
  if (argc != 2)
    {
      g_printerr ("usage: counter PROFILE\n");
      return 2;
    }
  self.counter.desk = kaunta_desk_open (argv[1], clock, &error);
  if (self.counter.desk == NULL)
    {
      g_printerr ("counter: %s\n", error->message);
      return 1;
    }

  serve (&self);
  kaunta_desk_close (self.counter.desk);
  g_object_unref (self.counter.desk);
  for (guint i = 0; i < MAX_WORDS; i++)
    g_free (self.words[i]);
  return 0;
}
