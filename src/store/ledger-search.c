/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-search.h"

#include <string.h>

#include "text.h"

/* "0042 1000 0017" is one number, however it was grouped. */
static char *
join_digits (const char *folded)
{
  g_autofree char *joined = g_strdup (folded);
  gsize length = 0;

  for (const char *p = folded; *p != '\0'; p++)
    if (*p != ' ')
      joined[length++] = *p;
  joined[length] = '\0';
  return strspn (joined, "0123456789") == length ? g_steal_pointer (&joined) : NULL;
}

/* @text: (nullable): what is beyond KAUNTA_SEARCH_WORDS words is not looked at */
void
kaunta_search_words_init (KauntaSearchWords *self, const char *text)
{
  g_autofree char *folded = kaunta_text_fold (text != NULL ? text : "");
  g_autofree char *number = join_digits (folded);
  g_auto (GStrv) parts = g_strsplit (number != NULL ? number : folded, " ", KAUNTA_SEARCH_WORDS + 1);
  guint n_parts = g_strv_length (parts);

  for (guint i = 0; i < KAUNTA_SEARCH_WORDS; i++)
    self->words[i] = i < n_parts && *parts[i] != '\0' ? g_strconcat (" ", parts[i], NULL) : g_strdup ("");
}

void
kaunta_search_words_clear (KauntaSearchWords *self)
{
  for (guint i = 0; i < KAUNTA_SEARCH_WORDS; i++)
    g_clear_pointer (&self->words[i], g_free);
}
