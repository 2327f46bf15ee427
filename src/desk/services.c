/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "billing.h"
#include "desk-private.h"
#include "text.h"

#define MAX_TEXT_CHARS 200

static gpointer
read_services (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error)
{
  const char *day = data;
  g_autoptr (GPtrArray) all = kaunta_ledger_get_services (ledger, error);
  GPtrArray *in_force = NULL;

  if (all == NULL)
    return NULL;

  in_force = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_service_unref);
  for (guint i = 0; i < all->len; i++)
    if (kaunta_service_get_tariff (all->pdata[i], day) != NULL)
      g_ptr_array_add (in_force, kaunta_service_ref (all->pdata[i]));
  return in_force;
}

void
kaunta_desk_get_services_async (KauntaDesk *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  char *today = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));

  today = kaunta_time_display_day (kaunta_clock_get_now (self->clock));
  kaunta_desk_read (kaunta_desk_begin (self, kaunta_desk_get_services_async, cancellable, callback, user_data),
                    read_services, today, g_free, (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
kaunta_desk_get_services_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
has_word_with_prefix (char *const *words, const char *prefix)
{
  for (; *words != NULL; words++)
    if (g_str_has_prefix (*words, prefix))
      return TRUE;
  return FALSE;
}

/* Whether each of @asked begins a word of @names, in any order. */
static gboolean
has_all_words (const char *names, const char *asked)
{
  g_autofree char *folded_names = kaunta_text_fold (names);
  g_autofree char *folded_asked = kaunta_text_fold (asked);
  g_auto (GStrv) words = g_strsplit (folded_names, " ", -1);
  g_auto (GStrv) prefixes = g_strsplit (folded_asked, " ", -1);

  for (guint i = 0; prefixes[i] != NULL; i++)
    if (!has_word_with_prefix (words, prefixes[i]))
      return FALSE;
  return prefixes[0] != NULL;
}

gboolean
kaunta_service_matches (const KauntaService *service, const char *typed)
{
  g_autofree char *clean = NULL;
  g_autofree char *names = NULL;

  g_return_val_if_fail (service != NULL, FALSE);

  clean = kaunta_text_clean (typed, "", MAX_TEXT_CHARS, TRUE, NULL);
  if (clean == NULL)
    return FALSE;
  if (g_ascii_strncasecmp (service->code, clean, strlen (clean)) == 0)
    return TRUE;

  names = g_strjoin (" ", service->name_en, service->name_sw, NULL);
  return has_all_words (names, clean);
}
