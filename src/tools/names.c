/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "names.h"

#include <gio/gio.h>
#include <string.h>
#include "csv.h"

/* Of a hundred persons. */
#define PERCENT_MUSLIM_AT_THE_COAST 40
#define PERCENT_WITH_MIDDLE_NAME 75

typedef struct
{
  char *text;
  char *note; /* a family name's community; an entity's register; else empty */
} Name;

/* Names that are picked from together. */
typedef struct
{
  GPtrArray *names;   /* (owned) (element-type Name) */
  GArray *cumulative; /* (owned) (element-type guint32): sum of the weights up to and including each name */
} Group;

struct _KauntaNames
{
  GHashTable *groups; /* (owned) (element-type utf8 Group): "m/christian", "u", "u/Luo", "f/Luo", "pattern", ... */
};

typedef gboolean (*RowFunc) (KauntaNames *self, char **fields);

static void
free_name (Name *name)
{
  g_free (name->text);
  g_free (name->note);
  g_free (name);
}

static void
free_group (Group *group)
{
  g_ptr_array_unref (group->names);
  g_array_unref (group->cumulative);
  g_free (group);
}

static Group *
ensure_group (KauntaNames *self, const char *key)
{
  Group *group = g_hash_table_lookup (self->groups, key);

  if (group == NULL)
    {
      group = g_new0 (Group, 1);
      group->names = g_ptr_array_new_with_free_func ((GDestroyNotify) free_name);
      group->cumulative = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_hash_table_insert (self->groups, g_strdup (key), group);
    }
  return group;
}

static void
add_name (KauntaNames *self, const char *key, const char *text, const char *note, guint32 weight)
{
  Group *group = ensure_group (self, key);
  Name *name = g_new0 (Name, 1);
  guint32 sum = weight;

  if (group->cumulative->len > 0)
    sum += g_array_index (group->cumulative, guint32, group->cumulative->len - 1);
  name->text = g_strdup (text);
  name->note = g_strdup (note);
  g_ptr_array_add (group->names, name);
  g_array_append_val (group->cumulative, sum);
}

/* Hundredths as an integer, so that sums don't depend on how a machine rounds. */
static gboolean
parse_weight (const char *text, guint32 *weight)
{
  char *end = NULL;
  double value = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !(value >= 0.01 && value <= 1000))
    return FALSE;
  *weight = (guint32) (value * 100 + 0.5);
  return TRUE;
}

static gboolean
add_given_name (KauntaNames *self, char **fields)
{
  g_autofree char *key = NULL;
  guint32 weight;

  if (g_strv_length (fields) != 4 || !parse_weight (fields[3], &weight))
    return FALSE;
  key = g_strdup_printf ("%s/%s", fields[1], fields[2]);
  add_name (self, key, fields[0], "", weight);
  return TRUE;
}

static gboolean
add_surname (KauntaNames *self, char **fields)
{
  g_autofree char *key = NULL;
  guint32 weight;

  if (g_strv_length (fields) != 4 || !parse_weight (fields[3], &weight))
    return FALSE;
  key = g_strdup_printf ("%s/%s", fields[1], fields[2]);
  add_name (self, fields[1], fields[0], fields[2], weight);
  add_name (self, key, fields[0], fields[2], weight);
  return TRUE;
}

static gboolean
add_business (KauntaNames *self, char **fields)
{
  if (g_strv_length (fields) != 2)
    return FALSE;
  if (g_str_equal (fields[0], "adjective") || g_str_equal (fields[0], "trade"))
    add_name (self, fields[0], fields[1], "", 1);
  else
    add_name (self, "pattern", fields[1], fields[0], 1);
  return TRUE;
}

static gboolean
load_list (KauntaNames *self, const char *path, RowFunc add, GError **error)
{
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &content, NULL, error))
    return FALSE;
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = NULL;

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      fields = g_strsplit (lines[i], "\t", -1);
      if (!g_utf8_validate (lines[i], -1, NULL) || !add (self, fields))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s, line %u, is not in the form of this list", path,
                       i + 1);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
load_places (KauntaNames *self, const char *path, GError **error)
{
  g_autofree char *content = NULL;
  g_autoptr (KauntaCsv) table = NULL;
  gsize length;

  if (!g_file_get_contents (path, &content, &length, error))
    return FALSE;
  table = kaunta_csv_parse (content, length, error);
  if (table == NULL)
    return FALSE;
  if (!kaunta_csv_has_column (table, "subcounty"))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s has no column “subcounty”", path);
      return FALSE;
    }

  for (guint i = 0; i < kaunta_csv_get_n_rows (table); i++)
    add_name (self, "place", kaunta_csv_get (table, i, "subcounty"), "", 1);
  return TRUE;
}

static gboolean
has_groups (const KauntaNames *self, const char *folder, GError **error)
{
  static const char *const needed[] = { "m/christian", "f/christian", "m/muslim", "f/muslim", "u",
                                        "pattern",     "adjective",   "trade",    "place" };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (!g_hash_table_contains (self->groups, needed[i]))
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the lists in %s have no names of the kind “%s”", folder,
                     needed[i]);
        return FALSE;
      }
  return TRUE;
}

KauntaNames *
kaunta_names_load (const char *folder, GError **error)
{
  g_autoptr (KauntaNames) self = g_new0 (KauntaNames, 1);
  g_autofree char *given = g_build_filename (folder, "names", "given_names.txt", NULL);
  g_autofree char *surnames = g_build_filename (folder, "names", "surnames.txt", NULL);
  g_autofree char *businesses = g_build_filename (folder, "names", "business_names.txt", NULL);
  g_autofree char *subcounties = g_build_filename (folder, "subcounties.csv", NULL);

  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) free_group);
  if (!load_list (self, given, add_given_name, error) || !load_list (self, surnames, add_surname, error)
      || !load_list (self, businesses, add_business, error) || !load_places (self, subcounties, error)
      || !has_groups (self, folder, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
kaunta_names_free (KauntaNames *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->groups);
  g_free (self);
}

static const Name *
pick_name (const KauntaNames *self, GRand *rand, const char *key)
{
  const Group *group = g_hash_table_lookup (self->groups, key);
  guint32 total = g_array_index (group->cumulative, guint32, group->cumulative->len - 1);
  guint32 drawn = (guint32) g_rand_int_range (rand, 0, (gint32) total);
  guint low = 0, high = group->cumulative->len - 1;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (drawn < g_array_index (group->cumulative, guint32, middle))
        high = middle;
      else
        low = middle + 1;
    }
  return g_ptr_array_index (group->names, low);
}

static gboolean
happens (GRand *rand, int percent)
{
  return g_rand_int_range (rand, 0, 100) < percent;
}

static const char *
choose_tradition (GRand *rand, const char *community)
{
  if (g_str_equal (community, "Somali"))
    return "muslim";
  if (g_str_equal (community, "Mijikenda-Coast") && happens (rand, PERCENT_MUSLIM_AT_THE_COAST))
    return "muslim";
  return "christian";
}

char *
kaunta_names_make_person (const KauntaNames *self, GRand *rand)
{
  const Name *family = pick_name (self, rand, "u");
  const char *sex = g_rand_boolean (rand) ? "f" : "m";
  g_autofree char *given_key = g_strdup_printf ("%s/%s", sex, choose_tradition (rand, family->note));
  g_autofree char *own_key = g_strdup_printf ("%s/%s", *sex == 'f' ? "f" : "u", family->note);
  const Name *given = pick_name (self, rand, given_key);

  /* A woman's own name, or a man's father's, of the community that the family name is from. */
  if (happens (rand, PERCENT_WITH_MIDDLE_NAME) && g_hash_table_contains (self->groups, own_key))
    {
      const Name *own = pick_name (self, rand, own_key);

      if (!g_str_equal (own->text, family->text))
        return g_strdup_printf ("%s %s %s", given->text, own->text, family->text);
    }
  return g_strdup_printf ("%s %s", given->text, family->text);
}

static const char *
pick_for_placeholder (const KauntaNames *self, GRand *rand, char placeholder)
{
  switch (placeholder)
    {
    case 'S':
      return pick_name (self, rand, "u")->text;
    case 'G':
      return pick_name (self, rand, "f/christian")->text;
    case 'P':
      return pick_name (self, rand, "place")->text;
    case 'A':
      return pick_name (self, rand, "adjective")->text;
    case 'T':
      return pick_name (self, rand, "trade")->text;
    default:
      return "";
    }
}

char *
kaunta_names_make_entity (const KauntaNames *self, GRand *rand, const char **register_nick)
{
  const Name *pattern = pick_name (self, rand, "pattern");
  GString *name = g_string_new (NULL);

  for (const char *p = pattern->text; *p != '\0'; p++)
    if (p[0] == '{' && p[1] != '\0' && p[2] == '}')
      {
        g_string_append (name, pick_for_placeholder (self, rand, p[1]));
        p += 2;
      }
    else
      g_string_append_c (name, *p);

  *register_nick = pattern->note;
  return g_string_free (name, FALSE);
}

const char *
kaunta_names_pick_place (const KauntaNames *self, GRand *rand)
{
  return pick_name (self, rand, "place")->text;
}
