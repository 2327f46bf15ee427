/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register-private.h"

#include <string.h>

#include "identifier.h"
#include "text.h"

/* Searching takes what comes first out of an index and ranks that here: letting FTS5 rank would read every
 * row that a short beginning of a name fits. */

#define MAX_CANDIDATES 300
/* Above any letter or digit: the end of a range of keys that begin alike. */
#define AFTER_ANY_KEY "~"

static const char SQL_FIND_BY_KEY[] =
    "SELECT " KAUNTA_PAYER_COLUMNS " FROM payer WHERE match_key >= ? AND match_key < ?"
    " ORDER BY match_key, kind LIMIT ?";
static const char SQL_FIND_BY_PHONE[] =
    "SELECT " KAUNTA_PAYER_COLUMNS " FROM payer WHERE phone >= ? AND phone < ? ORDER BY phone, id LIMIT ?";
static const char SQL_FIND_BY_KRA_KEY[] =
    "SELECT " KAUNTA_PAYER_COLUMNS
    " FROM payer WHERE kra_key >= ? AND kra_key < ? ORDER BY kra_key, id LIMIT ?";
static const char SQL_FIND_BY_NAME[] =
    "SELECT " KAUNTA_PAYER_COLUMNS " FROM payer_name JOIN payer ON payer.id = payer_name.rowid"
    " WHERE payer_name MATCH ? LIMIT ?";

typedef enum
{
  RANK_EXACT_NUMBER,
  RANK_EXACT_NAME,
  RANK_WHOLE_WORDS,
  RANK_NUMBER_PREFIX,
  RANK_WORD_PREFIXES,
} Rank;

typedef struct
{
  Rank rank;
  char *folded;
  KauntaPayer *payer;
} Candidate;

typedef struct
{
  KauntaRegister *payers;
  GPtrArray *candidates; /* (element-type Candidate) */
  GHashTable *seen;      /* rows that are candidates already, by id */
  const char *wanted;    /* what an exact match is equal to */
  Rank exact;
  Rank other;
} Search;

static void
free_candidate (gpointer data)
{
  Candidate *self = data;

  kaunta_payer_unref (self->payer);
  g_free (self->folded);
  g_free (self);
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *left = *(const Candidate *const *) a;
  const Candidate *right = *(const Candidate *const *) b;
  int order = (int) left->rank - (int) right->rank;

  if (order == 0)
    order = strcmp (left->folded, right->folded);
  if (order == 0)
    order = (int) left->payer->kind - (int) right->payer->kind;
  return order != 0 ? order : strcmp (left->payer->id, right->payer->id);
}

static void
add_candidate (Search *search, sqlite3_stmt *row, Rank rank)
{
  gint64 id = sqlite3_column_int64 (row, KAUNTA_PAYER_COLUMN_ID);
  Candidate *candidate;

  if (!g_hash_table_add (search->seen, g_memdup2 (&id, sizeof id)))
    return;

  candidate = g_new0 (Candidate, 1);
  candidate->rank = rank;
  candidate->folded = kaunta_row_dup_text (row, KAUNTA_PAYER_COLUMN_FOLDED);
  candidate->payer = kaunta_register_read_payer (row);
  g_ptr_array_add (search->candidates, candidate);
}

static gboolean
matches_exactly (const char *number, const char *wanted)
{
  g_autofree char *key = number != NULL ? kaunta_identifier_match_key (number) : NULL;

  return g_strcmp0 (key, wanted) == 0;
}

static gboolean
read_number_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  Search *search = data;
  g_autoptr (KauntaPayer) payer = kaunta_register_read_payer (row);
  gboolean exact = matches_exactly (payer->id, search->wanted)
                   || matches_exactly (payer->phone, search->wanted)
                   || matches_exactly (payer->kra_pin, search->wanted);

  add_candidate (search, row, exact ? RANK_EXACT_NUMBER : RANK_NUMBER_PREFIX);
  return TRUE;
}

static gboolean
find_in_range (Search *search, const char *sql, const char *prefix, GError **error)
{
  g_autofree char *end = g_strconcat (prefix, AFTER_ANY_KEY, NULL);

  search->wanted = prefix;
  return kaunta_database_each (search->payers->database, read_number_row, search, error, sql,
                               KAUNTA_TEXT (prefix), KAUNTA_TEXT (end), KAUNTA_INTEGER (MAX_CANDIDATES));
}

/* The beginning of a phone's number as it is kept, from "0712 3", "+254712 3" or "7123"; NULL when it is
 * none. (transfer full) */
static char *
begin_phone (const char *key)
{
  if (strspn (key, "0123456789") != strlen (key) || strlen (key) < 3)
    return NULL;
  if (g_str_has_prefix (key, "254"))
    return g_strdup (key);
  if (key[0] == '0')
    return g_strconcat ("254", key + 1, NULL);
  return key[0] == '7' || key[0] == '1' ? g_strconcat ("254", key, NULL) : NULL;
}

static gboolean
find_by_number (Search *search, const char *typed, GError **error)
{
  g_autofree char *key = kaunta_identifier_match_key (typed);
  g_autofree char *phone = begin_phone (key);

  if (*key == '\0')
    return TRUE;
  return find_in_range (search, SQL_FIND_BY_KEY, key, error)
         && (phone == NULL || find_in_range (search, SQL_FIND_BY_PHONE, phone, error))
         && find_in_range (search, SQL_FIND_BY_KRA_KEY, key, error);
}

static gboolean
read_name_row (sqlite3_stmt *row, gpointer data, GError **error)
{
  Search *search = data;
  gboolean exact = g_strcmp0 (kaunta_row_text (row, KAUNTA_PAYER_COLUMN_FOLDED), search->wanted) == 0;

  add_candidate (search, row, exact ? search->exact : search->other);
  return TRUE;
}

/* An FTS5 expression that wants every word of @folded, as a whole or as a beginning. Folded words hold
 * letters and digits only, so that nothing in them means anything to FTS5 between quotes. (transfer full) */
static char *
write_expression (const char *folded, const char *after_word)
{
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  GString *expression = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    g_string_append_printf (expression, "%s\"%s\"%s", expression->len > 0 ? " " : "", *word, after_word);
  return g_string_free (expression, FALSE);
}

/* Whole words first: a short name must not drown in the many that begin like it. */
static gboolean
find_by_name (Search *search, const char *typed, GError **error)
{
  g_autofree char *folded = kaunta_text_fold (typed);
  g_autofree char *whole = NULL;
  g_autofree char *beginnings = NULL;

  if (*folded == '\0')
    return TRUE;

  whole = write_expression (folded, "");
  beginnings = write_expression (folded, "*");
  search->wanted = folded;
  search->exact = RANK_EXACT_NAME;
  search->other = RANK_WHOLE_WORDS;
  if (!kaunta_database_each (search->payers->database, read_name_row, search, error, SQL_FIND_BY_NAME,
                             KAUNTA_TEXT (whole), KAUNTA_INTEGER (MAX_CANDIDATES)))
    return FALSE;
  search->other = RANK_WORD_PREFIXES;
  return kaunta_database_each (search->payers->database, read_name_row, search, error, SQL_FIND_BY_NAME,
                               KAUNTA_TEXT (beginnings), KAUNTA_INTEGER (MAX_CANDIDATES));
}

/**
 * kaunta_register_find:
 * @typed: the beginning of an identifier, phone or KRA PIN, or words or beginnings of words of a name, in any
 * order
 *
 * Returns: (element-type KauntaPayer) (transfer full) (nullable): at most @limit, exact matches first, then
 * by name and number, so that the same text gives the same order
 */
GPtrArray *
kaunta_register_find (KauntaRegister *self, const char *typed, gint64 limit, GError **error)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (free_candidate);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GPtrArray) payers = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_payer_unref);
  Search search = { .payers = self, .candidates = candidates, .seen = seen };

  g_return_val_if_fail (self != NULL && typed != NULL, NULL);
  kaunta_register_assert_owner (self);

  if (!find_by_number (&search, typed, error) || !find_by_name (&search, typed, error))
    return NULL;

  g_ptr_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len && i < limit; i++)
    g_ptr_array_add (payers, kaunta_payer_ref (((Candidate *) candidates->pdata[i])->payer));
  return g_steal_pointer (&payers);
}
