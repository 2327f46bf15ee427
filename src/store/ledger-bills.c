/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-private.h"
#include "ledger-search.h"

#include <glib/gi18n-lib.h>

#include "identifier.h"

/* Reading bills. The inner selections run within one index each, newest first, and only what they choose is
 * fetched as a row. */

#define BILL_COLUMNS \
  "number, device, payer_kind, payer_id, payer_name, total, paid_here + paid_elsewhere, cancelled," \
  " raised_at, raised_by, known"
#define HAS_WORDS \
  " AND instr(words, ?4) AND instr(words, ?5) AND instr(words, ?6)" \
  " AND instr(words, ?7) AND instr(words, ?8) AND instr(words, ?9)"

static const char SQL_READ_BILL[] = "SELECT " BILL_COLUMNS " FROM bill WHERE number = ?";
static const char SQL_READ_LINES[] =
    "SELECT service, tariff, name, quantity, unit, amount FROM bill_line WHERE bill = ? ORDER BY place";
static const char SQL_FIND_BILLS[] =
    "SELECT " BILL_COLUMNS " FROM bill WHERE number IN (SELECT number FROM bill INDEXED BY bill_by_time"
    " WHERE raised_at >= ?1 AND (?2 >> state) & 1 AND own >= ?3" HAS_WORDS
    " ORDER BY raised_at DESC, number DESC LIMIT ?10 OFFSET ?11) ORDER BY raised_at DESC, number DESC";
static const char SQL_COUNT_BILLS[] =
    "SELECT state, count(*) FROM bill INDEXED BY bill_by_time"
    " WHERE raised_at >= ?1 AND (?2 >> state) & 1 AND own >= ?3" HAS_WORDS " GROUP BY state";
static const char SQL_COUNT_ALL_BILLS[] =
    "SELECT state, count(*) FROM bill INDEXED BY bill_by_state WHERE own >= ?2 AND raised_at >= ?1"
    " GROUP BY state";
static const char SQL_FIND_PAYER_BILLS[] =
    "SELECT " BILL_COLUMNS " FROM bill INDEXED BY bill_by_payer"
    " WHERE payer_kind = ?12 AND payer_key = ?13"
    " AND raised_at >= ?1 AND (?2 >> state) & 1 AND own >= ?3" HAS_WORDS
    " ORDER BY raised_at DESC, number DESC LIMIT ?10 OFFSET ?11";
static const char SQL_COUNT_PAYER_BILLS[] =
    "SELECT state, count(*) FROM bill INDEXED BY bill_by_payer"
    " WHERE payer_kind = ?10 AND payer_key = ?11"
    " AND raised_at >= ?1 AND (?2 >> state) & 1 AND own >= ?3" HAS_WORDS " GROUP BY state";
static const char SQL_FIND_BILLED_PAYERS[] =
    "SELECT kind, id, name FROM billed_payer WHERE instr(words, ?1) AND instr(words, ?2)"
    " AND instr(words, ?3) AND instr(words, ?4) AND instr(words, ?5) AND instr(words, ?6)"
    " ORDER BY billed_at DESC, kind, key, folded LIMIT ?7";

#define ALL_STATES 0xf

static gboolean
read_line_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  GPtrArray *lines = data;

  g_ptr_array_add (lines,
                   kaunta_bill_line_new (kaunta_row_text (row, 0), kaunta_row_text (row, 1),
                                         kaunta_row_text (row, 2), sqlite3_column_int64 (row, 3),
                                         sqlite3_column_int64 (row, 4), sqlite3_column_int64 (row, 5)));
  return TRUE;
}

typedef struct
{
  KauntaDatabase *database;
  GPtrArray *bills;
} BillRows;

static gboolean
read_bill_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  BillRows *into = data;
  const char *number = kaunta_row_text (row, 0);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_line_unref);
  g_autoptr (KauntaPayer) payer = kaunta_payer_new (sqlite3_column_int (row, 2), kaunta_row_text (row, 3),
                                                    kaunta_row_text (row, 4), NULL, NULL, NULL, 0, 0);
  KauntaBill *bill;

  if (!kaunta_database_each (into->database, read_line_row, lines, error, SQL_READ_LINES,
                             KAUNTA_TEXT (number)))
    return FALSE;

  bill = kaunta_bill_new (number, kaunta_row_text (row, 1), payer, lines, sqlite3_column_int64 (row, 8),
                          kaunta_row_text (row, 9), error);
  if (bill == NULL)
    return FALSE;
  bill->paid = sqlite3_column_int64 (row, 6);
  bill->cancelled = sqlite3_column_int (row, 7);
  bill->known = sqlite3_column_int64 (row, 10);
  g_ptr_array_add (into->bills, bill);
  return TRUE;
}

static gboolean
find_bills_of_payer (KauntaLedger *self, const KauntaBillFilter *filter, char **words, BillRows *into,
                     GError **error)
{
  g_autofree char *key = kaunta_identifier_match_key (filter->payer_id);

  return kaunta_database_each (
      self->database, read_bill_row, into, error, SQL_FIND_PAYER_BILLS, KAUNTA_INTEGER (filter->from_at),
      KAUNTA_INTEGER (filter->states ? filter->states : ALL_STATES), KAUNTA_INTEGER (filter->own_only),
      KAUNTA_TEXT (words[0]), KAUNTA_TEXT (words[1]), KAUNTA_TEXT (words[2]), KAUNTA_TEXT (words[3]),
      KAUNTA_TEXT (words[4]), KAUNTA_TEXT (words[5]), KAUNTA_INTEGER (filter->limit),
      KAUNTA_INTEGER (filter->offset), KAUNTA_INTEGER (filter->payer_kind), KAUNTA_TEXT (key));
}

static gboolean
find_bills_of_all (KauntaLedger *self, const KauntaBillFilter *filter, char **words, BillRows *into,
                   GError **error)
{
  return kaunta_database_each (
      self->database, read_bill_row, into, error, SQL_FIND_BILLS, KAUNTA_INTEGER (filter->from_at),
      KAUNTA_INTEGER (filter->states ? filter->states : ALL_STATES), KAUNTA_INTEGER (filter->own_only),
      KAUNTA_TEXT (words[0]), KAUNTA_TEXT (words[1]), KAUNTA_TEXT (words[2]), KAUNTA_TEXT (words[3]),
      KAUNTA_TEXT (words[4]), KAUNTA_TEXT (words[5]), KAUNTA_INTEGER (filter->limit),
      KAUNTA_INTEGER (filter->offset));
}

/**
 * kaunta_ledger_find_bills:
 *
 * Returns: (element-type KauntaBill) (transfer full) (nullable): newest first, lines included: this counter's
 * and those that the portal told of
 */
GPtrArray *
kaunta_ledger_find_bills (KauntaLedger *self, const KauntaBillFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) bills = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_unref);
  g_auto (KauntaSearchWords) words = { 0 };
  BillRows into;
  gboolean success;

  g_return_val_if_fail (self != NULL && filter != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  into = (BillRows){ self->database, bills };
  kaunta_search_words_init (&words, filter->text);
  if (filter->payer_id != NULL)
    success = find_bills_of_payer (self, filter, words.words, &into, error);
  else
    success = find_bills_of_all (self, filter, words.words, &into, error);
  return success ? g_steal_pointer (&bills) : NULL;
}

static gboolean
read_count_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  gint64 *counts = data;

  counts[sqlite3_column_int (row, 0)] = sqlite3_column_int64 (row, 1);
  return TRUE;
}

static gboolean
count_matching_bills (KauntaLedger *self, const KauntaBillFilter *filter, char **words, gint64 *counts,
                      GError **error)
{
  g_autofree char *key = NULL;

  if (filter->payer_id == NULL)
    return kaunta_database_each (self->database, read_count_row, counts, error, SQL_COUNT_BILLS,
                                 KAUNTA_INTEGER (filter->from_at), KAUNTA_INTEGER (ALL_STATES),
                                 KAUNTA_INTEGER (filter->own_only), KAUNTA_TEXT (words[0]),
                                 KAUNTA_TEXT (words[1]), KAUNTA_TEXT (words[2]), KAUNTA_TEXT (words[3]),
                                 KAUNTA_TEXT (words[4]), KAUNTA_TEXT (words[5]));

  key = kaunta_identifier_match_key (filter->payer_id);
  return kaunta_database_each (
      self->database, read_count_row, counts, error, SQL_COUNT_PAYER_BILLS, KAUNTA_INTEGER (filter->from_at),
      KAUNTA_INTEGER (ALL_STATES), KAUNTA_INTEGER (filter->own_only), KAUNTA_TEXT (words[0]),
      KAUNTA_TEXT (words[1]), KAUNTA_TEXT (words[2]), KAUNTA_TEXT (words[3]), KAUNTA_TEXT (words[4]),
      KAUNTA_TEXT (words[5]), KAUNTA_INTEGER (filter->payer_kind), KAUNTA_TEXT (key));
}

/**
 * kaunta_ledger_count_bills:
 * @filter: its states, limit and offset don't count
 * @counts: (out caller-allocates): by KauntaBillState
 */
gboolean
kaunta_ledger_count_bills (KauntaLedger *self, const KauntaBillFilter *filter, gint64 counts[4],
                           GError **error)
{
  g_auto (KauntaSearchWords) words = { 0 };

  g_return_val_if_fail (self != NULL && filter != NULL && counts != NULL, FALSE);
  kaunta_ledger_assert_owner (self);

  memset (counts, 0, 4 * sizeof *counts);
  kaunta_search_words_init (&words, filter->text);
  if (filter->payer_id == NULL && *words.words[0] == '\0')
    return kaunta_database_each (self->database, read_count_row, counts, error, SQL_COUNT_ALL_BILLS,
                                 KAUNTA_INTEGER (filter->from_at), KAUNTA_INTEGER (filter->own_only));
  return count_matching_bills (self, filter, words.words, counts, error);
}

/**
 * kaunta_ledger_get_bill:
 *
 * Fails with NOT_FOUND.
 */
KauntaBill *
kaunta_ledger_get_bill (KauntaLedger *self, const char *number, GError **error)
{
  g_autoptr (GPtrArray) bills = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_bill_unref);
  BillRows into;

  g_return_val_if_fail (self != NULL && number != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  into = (BillRows){ self->database, bills };
  if (!kaunta_database_each (self->database, read_bill_row, &into, error, SQL_READ_BILL,
                             KAUNTA_TEXT (number)))
    return NULL;
  if (bills->len == 0)
    {
      kaunta_ledger_set_not_found (error, _("This bill is not known at this counter. Check the number."));
      return NULL;
    }
  return kaunta_bill_ref (bills->pdata[0]);
}

static gboolean
read_payer_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  GPtrArray *payers = data;

  g_ptr_array_add (payers, kaunta_payer_new (sqlite3_column_int (row, 0), kaunta_row_text (row, 1),
                                             kaunta_row_text (row, 2), NULL, NULL, NULL, 0, 0));
  return TRUE;
}

/**
 * kaunta_ledger_find_billed_payers:
 * @text: name or identifier, as typed
 *
 * Payers that bills of this counter name: those entered by hand are nowhere else.
 *
 * Returns: (element-type KauntaPayer) (transfer full) (nullable): the one billed last first
 */
GPtrArray *
kaunta_ledger_find_billed_payers (KauntaLedger *self, const char *text, gint64 limit, GError **error)
{
  g_autoptr (GPtrArray) payers = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payer_unref);
  g_auto (KauntaSearchWords) words = { 0 };
  char **w = words.words;

  g_return_val_if_fail (self != NULL && text != NULL, NULL);
  kaunta_ledger_assert_owner (self);

  kaunta_search_words_init (&words, text);
  if (*w[0] != '\0'
      && !kaunta_database_each (self->database, read_payer_row, payers, error, SQL_FIND_BILLED_PAYERS,
                                KAUNTA_TEXT (w[0]), KAUNTA_TEXT (w[1]), KAUNTA_TEXT (w[2]),
                                KAUNTA_TEXT (w[3]), KAUNTA_TEXT (w[4]), KAUNTA_TEXT (w[5]),
                                KAUNTA_INTEGER (limit)))
    return NULL;
  return g_steal_pointer (&payers);
}
