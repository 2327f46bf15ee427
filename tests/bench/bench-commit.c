/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "database-private.h"
#include "ledger-private.h"
#include "test-ledger.h"

/* What a clerk waits for: one act of the ledger, signed, projected and on disk, beside the same rows written by nothing but SQLite.
 *
 * Four files begin as copies of one. `recorded` takes each act first, and a recorder sees which rows it writes; then, in turns,
 * `timed` takes the same act, and the bare files take the rows. Clock, key and acts are the same, so at the end the ledgers and the bare
 * files hold the same. */

#define N_HISTORY 5000
#define N_WARM_UP 50
#define CENTS 35000
/* The ledger's own bound: fewer pages are not worth a checkpoint. */
#define PAGES 256
#define BETWEEN_ACTS_MS 7000

typedef enum
{
  ACT_BILL,
  ACT_PAYMENT,
  N_ACTS
} Act;

typedef enum
{
  SIDE_LEDGER,
  SIDE_BARE,
  SIDE_USUAL,
  N_SIDES
} Side;

static const char *const act_names[N_ACTS] = { "bill", "payment" };
static const char *const side_names[N_SIDES] = { "ledger", "bare", "usual" };

typedef struct
{
  TestManualClock *clock;
  KauntaLedger *ledger;
  char *path;
} Counter;

typedef struct
{
  TestLedger *origin; /* its folder has the files */
  Counter recorded;
  Recorder *recorder;
  Counter timed;
  Bare *bare;
  Bare *usual;
  GArray *times[N_ACTS][N_SIDES]; /* (element-type gint64), nanoseconds */
} Bench;

static gint64
read_nanoseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static char *
copy_file (const char *from, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (from);
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize length = 0;

  g_file_get_contents (from, &content, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents (path, content, length, &error);
  g_assert_no_error (error);
  return path;
}

static void
open_counter (Counter *self, const TestLedger *origin, const char *name)
{
  g_autoptr (GError) error = NULL;

  self->path = copy_file (origin->path, name);
  self->clock = test_manual_clock_new (kaunta_clock_get_now (KAUNTA_CLOCK (origin->clock)));
  self->ledger = kaunta_ledger_open (self->path, KAUNTA_CLOCK (self->clock), &error);
  g_assert_no_error (error);
  kaunta_ledger_set_key (self->ledger, origin->key, &error);
  g_assert_no_error (error);
}

static void
close_counter (Counter *self)
{
  g_clear_pointer (&self->ledger, kaunta_ledger_close);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->path, g_free);
}

/* A season of sales lies in the file. They need not be durable, only there. */
static void
make_history (TestLedger *ledger)
{
  g_autofree char *session = NULL;

  g_assert_true (sqlite3_exec (ledger->ledger->database->handle, "PRAGMA synchronous = OFF", NULL, NULL, NULL) == SQLITE_OK);
  session = test_ledger_open_till (ledger);
  for (guint i = 0; i < N_HISTORY; i++)
    {
      g_autofree char *id = g_strdup_printf ("9%07u", i % 2000);
      g_autofree char *bill = test_ledger_raise_bill (ledger, id, "Akinyi Grace Otieno", CENTS);
      g_autofree char *receipt = test_ledger_take_cash (ledger, bill, CENTS);
    }
}

static KauntaEntry *
append (Counter *self, KauntaFact *fact)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  kaunta_ledger_append (self->ledger, TEST_LEDGER_CLERK, NULL, &fact, 1, &entries, &error);
  g_assert_no_error (error);
  return kaunta_entry_ref (entries->pdata[0]);
}

/* The rows that @fact makes. @number: (out) (nullable): of the bill, if it is one */
static GPtrArray *
record (Bench *self, KauntaFact *fact, char **number)
{
  Counter *counter = &self->recorded;
  g_autoptr (KauntaEntry) entry = NULL;

  test_manual_clock_advance (counter->clock, BETWEEN_ACTS_MS);
  entry = append (counter, fact);
  kaunta_ledger_checkpoint (counter->ledger);
  if (number != NULL)
    *number = g_strdup (json_object_get_string_member (entry->data, "bill"));
  return recorder_take (self->recorder);
}

static void
time_bare (Bench *self, Act act, Side side, Bare *bare, GPtrArray *rows)
{
  g_autoptr (GPtrArray) statements = bare_prepare (bare, rows);
  gint64 start = read_nanoseconds ();
  gint64 taken;

  bare_write (bare, statements);
  taken = read_nanoseconds () - start;
  g_array_append_val (self->times[act][side], taken);
  bare_checkpoint (bare, PAGES);
}

static void
time_ledger (Bench *self, Act act, KauntaFact *fact)
{
  Counter *counter = &self->timed;
  g_autoptr (KauntaEntry) entry = NULL;
  gint64 start;
  gint64 taken;

  test_manual_clock_advance (counter->clock, BETWEEN_ACTS_MS);
  start = read_nanoseconds ();
  entry = append (counter, fact);
  taken = read_nanoseconds () - start;
  g_array_append_val (self->times[act][SIDE_LEDGER], taken);
  kaunta_ledger_checkpoint (counter->ledger);
}

/* Each act begins with another side, so that none always meets the disk as another left it. */
static void
time_act (Bench *self, Act act, guint turn, KauntaFact *fact, char **number)
{
  g_autoptr (GPtrArray) rows = record (self, fact, number);

  for (guint i = 0; i < N_SIDES; i++)
    switch ((Side) ((turn + i) % N_SIDES))
      {
      case SIDE_LEDGER:
        time_ledger (self, act, fact);
        break;
      case SIDE_BARE:
        time_bare (self, act, SIDE_BARE, self->bare, rows);
        break;
      case SIDE_USUAL:
        time_bare (self, act, SIDE_USUAL, self->usual, rows);
        break;
      default:
        g_assert_not_reached ();
      }
}

static void
time_sales (Bench *self, guint n_sales)
{
  for (guint i = 0; i < n_sales; i++)
    {
      g_autofree char *id = g_strdup_printf ("9%07u", i % 2000);
      g_autoptr (KauntaFact) bill = test_ledger_draft_bill (id, "Akinyi Grace Otieno", CENTS);
      g_autoptr (KauntaFact) payment = NULL;
      g_autofree char *number = NULL;

      time_act (self, ACT_BILL, i, bill, &number);
      payment = test_ledger_draft_cash (number, CENTS);
      time_act (self, ACT_PAYMENT, i, payment, NULL);
    }
}

static void
clear_times (Bench *self)
{
  for (guint act = 0; act < N_ACTS; act++)
    for (guint side = 0; side < N_SIDES; side++)
      g_array_set_size (self->times[act][side], 0);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

/* Microseconds that @percent of the acts took at most. */
static double
get_percentile (GArray *times, guint percent)
{
  guint place = times->len * percent / 100;

  g_array_sort (times, compare_times);
  return (double) g_array_index (times, gint64, MIN (place, times->len - 1)) / 1000;
}

/* One line of JSON a round: {"bill": {"ledger": {"p50": ..., "p99": ...}, "bare": ...}, "payment": ...}, microseconds. */
static void
print_round (Bench *self)
{
  for (guint act = 0; act < N_ACTS; act++)
    {
      g_print ("%s\"%s\": {", act > 0 ? ", " : "{", act_names[act]);
      for (guint side = 0; side < N_SIDES; side++)
        g_print ("%s\"%s\": {\"p50\": %.1f, \"p99\": %.1f}", side > 0 ? ", " : "", side_names[side],
                 get_percentile (self->times[act][side], 50), get_percentile (self->times[act][side], 99));
      g_print ("}");
    }
  g_print ("}\n");
  fflush (stdout);
}

static void
bench_open (Bench *self)
{
  TestLedger *origin = test_ledger_new ();
  g_autofree char *bare = NULL;
  g_autofree char *usual = NULL;

  self->origin = origin;
  make_history (origin);
  g_clear_pointer (&origin->ledger, kaunta_ledger_close);
  open_counter (&self->recorded, origin, "recorded.db");
  self->recorder = recorder_new (self->recorded.ledger->database->handle);
  open_counter (&self->timed, origin, "timed.db");
  bare = copy_file (origin->path, "bare.db");
  usual = copy_file (origin->path, "usual.db");
  self->bare = bare_open (bare, FALSE);
  self->usual = bare_open (usual, TRUE);
  for (guint act = 0; act < N_ACTS; act++)
    for (guint side = 0; side < N_SIDES; side++)
      self->times[act][side] = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
bench_close (Bench *self)
{
  g_autofree char *recorded = kaunta_ledger_digest (self->recorded.ledger, NULL);
  g_autofree char *timed = kaunta_ledger_digest (self->timed.ledger, NULL);

  g_assert_cmpstr (recorded, ==, timed);
  g_clear_pointer (&self->bare, bare_close);
  g_clear_pointer (&self->usual, bare_close);
  g_clear_pointer (&self->recorder, recorder_free);
  close_counter (&self->recorded);
  close_counter (&self->timed);
  for (guint act = 0; act < N_ACTS; act++)
    for (guint side = 0; side < N_SIDES; side++)
      g_array_unref (self->times[act][side]);
  g_clear_pointer (&self->origin, test_ledger_free);
}

/* usage: bench-commit ROUNDS SALES */
int
main (int argc, char **argv)
{
  Bench bench = { 0 };

  g_assert_cmpint (argc, ==, 3);
  bench_open (&bench);
  time_sales (&bench, N_WARM_UP);
  for (int round = 0; round < atoi (argv[1]); round++)
    {
      clear_times (&bench);
      time_sales (&bench, (guint) atoi (argv[2]));
      print_round (&bench);
    }
  bench_close (&bench);
  return EXIT_SUCCESS;
}
