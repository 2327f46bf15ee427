/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "carrying.h"
#include "money.h"
#include "stick.h"

char *
kaunta_desk_suggest_carry_name (KauntaDesk *self)
{
  gint64 now = 0;
  g_autofree char *day = NULL;
  g_autofree char *clock = NULL;

  g_return_val_if_fail (KAUNTA_IS_DESK (self) && kaunta_desk_get_enrolled (self), NULL);

  now = kaunta_clock_get_now (self->clock);
  day = kaunta_time_display_day (now);
  clock = kaunta_time_display_clock (now);
  return g_strdup_printf ("%s-%s-%.2s%s.kaunta", self->enrolment.device, day, clock, clock + 3);
}

/* ---- Saving ---- */

static char *
describe_saved (const KauntaCarrySaved *saved)
{
  g_autofree char *amount = kaunta_cents_format_short (saved->cents);
  g_autofree char *holds
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%" PRId64 " entry with KES %s was saved.",
                                      "%" PRId64 " entries with KES %s were saved.", saved->entries),
                         saved->entries, amount);
  g_autofree char *left = NULL;

  if (saved->left > 0)
    left = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%" PRId64 " more found no room: save again when the answer was read.",
                                         "%" PRId64 " more found no room: save again when the answer was read.", saved->left),
                            saved->left);
  return g_strjoin (" ", holds,
                    _("They stay on this computer, too. Have the file delivered to the portal, and bring the answer back here."), left,
                    NULL);
}

static void
carry_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KauntaCarrySaved saved = { 0 };
  g_autoptr (GError) error = NULL;

  if (kaunta_carry_save_finish (KAUNTA_STORE (source), result, &saved, &error))
    g_task_return_pointer (task, describe_saved (&saved), g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
kaunta_desk_save_carry_async (KauntaDesk *self, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self) && kaunta_desk_get_enrolled (self));
  g_return_if_fail (path != NULL);

  task = kaunta_desk_begin (self, kaunta_desk_save_carry_async, cancellable, callback, user_data);
  kaunta_carry_save_async (self->store, self->clock, path, self->carry_from, cancellable, carry_saved_cb, task);
}

char *
kaunta_desk_save_carry_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kaunta_desk_save_carry_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- Reading ---- */

static char *
describe_acknowledged (const KauntaCarryRead *read)
{
  if (read->acknowledged == 0 && read->waiting == 0)
    return g_strdup (_("The portal holds everything; that was known here already."));
  if (read->acknowledged == 0)
    return g_strdup (_("The portal holds nothing more than was known here already."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The portal has taken %" PRId64 " entry.", "The portal has taken %" PRId64 " entries.",
                                       read->acknowledged),
                          read->acknowledged);
}

static char *
describe_refusal (const KauntaCarryRead *read)
{
  if (read->expected > 0)
    return g_strdup (_("The portal has lost entries that it held before. Save to a stick once more: the file begins with them then."));
  return g_strdup (read->refusal->message);
}

static char *
describe_waiting (const KauntaCarryRead *read)
{
  if (read->waiting == 0)
    return g_strdup (_("Nothing waits any more."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%" PRId64 " entry still waits.", "%" PRId64 " entries still wait.", read->waiting),
                          read->waiting);
}

static const char *
describe_news (const KauntaCarryRead *read)
{
  if (read->changes > 0)
    return _("The portal’s news were taken over.");
  if (read->outdated)
    return _("Its news were left aside: this counter has heard others since the file was saved.");
  return NULL;
}

static char *
describe_read (const KauntaCarryRead *read)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  const char *news = describe_news (read);

  g_ptr_array_add (sentences, read->refusal != NULL ? describe_refusal (read) : describe_acknowledged (read));
  if (read->acknowledged > 0 || read->waiting > 0)
    g_ptr_array_add (sentences, describe_waiting (read));
  if (news != NULL)
    g_ptr_array_add (sentences, g_strdup (news));
  g_ptr_array_add (sentences, NULL);
  return g_strjoinv (" ", (char **) sentences->pdata);
}

static void
answer_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KauntaDesk *self = g_task_get_source_object (task);
  g_auto (KauntaCarryRead) read = { 0 };
  g_autoptr (GError) error = NULL;

  if (kaunta_carry_read_finish (KAUNTA_STORE (source), result, &read, &error))
    {
      self->carry_from = read.expected;
      kaunta_engine_catch_up (self->engine);
      g_task_return_pointer (task, describe_read (&read), g_free);
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
kaunta_desk_read_answer_async (KauntaDesk *self, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self) && kaunta_desk_get_enrolled (self));
  g_return_if_fail (path != NULL);

  task = kaunta_desk_begin (self, kaunta_desk_read_answer_async, cancellable, callback, user_data);
  g_task_set_check_cancellable (task, FALSE);
  kaunta_carry_read_async (self->store, self->clock, path, cancellable, answer_read_cb, task);
}

char *
kaunta_desk_read_answer_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kaunta_desk_read_answer_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
