/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "desk-private.h"
#include "text.h"

#define MAX_REASON_CHARS 200

gboolean
kaunta_desk_blame_field (const GError *cause, GError **error)
{
  g_set_error_literal (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_FIELD, cause->message);
  return FALSE;
}

void
kaunta_desk_refuse_field (GTask *task, const GError *cause)
{
  g_task_return_new_error (task, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_FIELD, "%s", cause->message);
}

gboolean
kaunta_desk_check_reason (const char *reason, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *clean = kaunta_text_clean (reason, _("The reason"), MAX_REASON_CHARS, FALSE, &cause);

  return clean != NULL || kaunta_desk_blame_field (cause, error);
}

char *
kaunta_desk_clean_reason (const char *reason, gboolean may_be_empty, GTask *task)
{
  g_autoptr (GError) cause = NULL;
  char *clean = kaunta_text_clean (reason, _("The reason"), MAX_REASON_CHARS, may_be_empty, &cause);

  if (clean == NULL)
    kaunta_desk_refuse_field (task, cause);
  return clean;
}
