/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "desk-private.h"

struct _KauntaApproval
{
  char *approver;
  char *clerk; /* for whose act it was given */
  gboolean used;
};

G_DEFINE_BOXED_TYPE (KauntaApproval, kaunta_approval, kaunta_approval_ref, kaunta_approval_unref)

static void
clear_approval (gpointer data)
{
  KauntaApproval *self = data;

  g_free (self->approver);
  g_free (self->clerk);
}

static KauntaApproval *
make_approval (const char *approver, const char *clerk)
{
  KauntaApproval *self = g_atomic_rc_box_new0 (KauntaApproval);

  self->approver = g_strdup (approver);
  self->clerk = g_strdup (clerk);
  return self;
}

KauntaApproval *
kaunta_approval_ref (KauntaApproval *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kaunta_approval_unref (KauntaApproval *self)
{
  g_atomic_rc_box_release_full (self, clear_approval);
}

static gboolean
may_approve (KauntaDesk *self, const KauntaStaff *staff, GError **error)
{
  if (self->clerk == NULL)
    g_set_error_literal (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_SIGNED_OUT,
                         _("Nobody is signed in, so there is nothing to approve."));
  else if (staff->role != KAUNTA_ROLE_SUPERVISOR)
    g_set_error (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_ROLE,
                 _("%s is not a supervisor. A supervisor must approve this."), staff->name);
  else if (g_str_equal (staff->number, self->clerk->number))
    g_set_error_literal (error, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_ROLE,
                         _("Nobody approves what they do themselves. Another supervisor must approve this."));
  else
    return TRUE;

  return FALSE;
}

static void
identified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KauntaDesk *self = KAUNTA_DESK (source);
  GError *error = NULL;
  g_autoptr (KauntaStaff) staff = kaunta_desk_identify_finish (result, &error);

  if (staff == NULL || !may_approve (self, staff, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, make_approval (staff->number, self->clerk->number),
                           (GDestroyNotify) kaunta_approval_unref);
}

void
kaunta_desk_approve_async (KauntaDesk *self,
                           const char *staff_number,
                           const char *pin,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (KAUNTA_IS_DESK (self));

  task = kaunta_desk_begin (self, kaunta_desk_approve_async, cancellable, callback, user_data);
  kaunta_desk_identify_async (self, staff_number, pin, cancellable, identified_cb, task);
}

KauntaApproval *
kaunta_desk_approve_finish (KauntaDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
kaunta_desk_use_approval (KauntaDesk *self, KauntaApproval *approval, GTask *task)
{
  const char *refusal = NULL;

  if (approval == NULL)
    refusal = _("A supervisor must approve this. Nothing was saved.");
  else if (approval->used)
    refusal = _("This approval was already used. Nothing was saved. Ask the supervisor again.");
  else if (!g_str_equal (approval->clerk, self->clerk->number))
    refusal = _("This approval was given to another clerk. Nothing was saved. Ask the supervisor again.");

  if (refusal != NULL)
    {
      g_task_return_new_error (task, KAUNTA_DESK_ERROR, KAUNTA_DESK_ERROR_ROLE, "%s", refusal);
      return NULL;
    }

  approval->used = TRUE;
  return g_strdup (approval->approver);
}

char *
kaunta_desk_use_approval_for (KauntaDesk *self,
                              KauntaApproval *approval,
                              const char *reason,
                              char **clean_reason,
                              GTask *task)
{
  *clean_reason = kaunta_desk_clean_reason (reason, FALSE, task);
  return *clean_reason != NULL ? kaunta_desk_use_approval (self, approval, task) : NULL;
}
