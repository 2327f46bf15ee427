/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk.h"
#include "engine.h"
#include "store.h"
#include "transport.h"

/**
 * KauntaStanding: what the window shows all the time, as the ledger has it at one moment.
 */
typedef struct
{
  KauntaTill *till;     /* (nullable) */
  KauntaPolicy *policy; /* (nullable) */
  gint64 staff_known_at;
} KauntaStanding;
void kaunta_standing_free (KauntaStanding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaStanding, kaunta_standing_free)
/* A KauntaStoreWork. */
gpointer kaunta_standing_read (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error);

struct _KauntaDesk
{
  GObject parent_instance;

  KauntaClock *clock;
  KauntaTransportMaker make;
  gpointer make_data;
  GRand *random;               /* (nullable) */
  KauntaStore *store;
  KauntaEngine *engine;        /* (nullable) before enrolment */
  KauntaEnrolment enrolment;   /* empty before enrolment */
  KauntaStaff *clerk;          /* (nullable) */
  KauntaLink *link;
  KauntaStanding *standing;
  gint64 carry_from;           /* seq that the portal asked for in an answer; 0 none */
};

/* Shows what was read and tells whoever watches; takes @standing. */
void kaunta_desk_set_standing (KauntaDesk *self, KauntaStanding *standing);
void kaunta_desk_set_clerk (KauntaDesk *self, KauntaStaff *clerk);
/**
 * KauntaProfile: what the profile's files say at start-up and after enrolling.
 */
typedef struct
{
  KauntaEnrolment enrolment;
  KauntaStanding *standing;
} KauntaProfile;
void kaunta_profile_free (KauntaProfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaProfile, kaunta_profile_free)
/* A KauntaStoreWork; @data: the profile's folder. Gives the ledger its key. NOT_ENROLLED when it is no counter's. */
gpointer kaunta_profile_read (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error);
/* Becomes no counter: its journal was set aside, and nothing took its place yet. */
void kaunta_desk_leave (KauntaDesk *self);
/* Becomes the counter that @profile (taken) describes, and starts syncing. */
gboolean kaunta_desk_adopt (KauntaDesk *self, KauntaProfile *profile, GError **error);

/* ---- Work on the store (desk-work.c) ---- */

/* The task of one asynchronous call. (transfer full) */
GTask *kaunta_desk_begin (KauntaDesk *self, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* Runs @work on the store's thread and finishes @task (taken) with what it returns, which @free_result frees. @data is freed by @free_data
 * after the work. */
void kaunta_desk_read (GTask *task, KauntaStoreWork work, gpointer data, GDestroyNotify free_data, GDestroyNotify free_result);
/* The same for a @work that appends to the journal: when @task finishes, the desk's properties are already what the ledger
 * then held. Once committed it is told of as done, whatever was cancelled meanwhile. */
void kaunta_desk_act (GTask *task, KauntaStoreWork work, gpointer data, GDestroyNotify free_data, GDestroyNotify free_result);
/* And "bills-changed" was emitted. */
void kaunta_desk_act_on_bills (GTask *task, KauntaStoreWork work, gpointer data, GDestroyNotify free_data, GDestroyNotify free_result);
/* Appends one fact. (transfer full), NULL with @error. */
KauntaEntry *kaunta_desk_append (KauntaLedger *ledger, const char *clerk, const char *approver, const KauntaFact *fact, GError **error);
/* An act that is one fact (taken) known beforehand: @task is finished with its KauntaEntry. */
void kaunta_desk_write (GTask *task, const char *clerk, const char *approver, KauntaFact *fact);
gboolean kaunta_desk_write_finish (GAsyncResult *result, GError **error);

/* ---- Who may (desk-people.c, desk-identify.c, desk-approval.c) ---- */

/* FALSE when @task was finished with an error: nobody is signed in (SIGNED_OUT); no till is open, or none of one's own (TILL). Each asks for
 * what the one before asks for too. */
gboolean kaunta_desk_require_clerk (KauntaDesk *self, GTask *task);
gboolean kaunta_desk_require_till (KauntaDesk *self, GTask *task);
gboolean kaunta_desk_require_seller (KauntaDesk *self, GTask *task);
/* Whose staff number and PIN these are; PIN or FIELD. */
void kaunta_desk_identify_async (KauntaDesk *self, const char *number, const char *pin, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
KauntaStaff *kaunta_desk_identify_finish (GAsyncResult *result, GError **error);
/* Uses @approval (nullable) up for an act of the clerk who is signed in. The approver's staff number, (transfer full); NULL when @task was
 * finished with ROLE. */
char *kaunta_desk_use_approval (KauntaDesk *self, KauntaApproval *approval, GTask *task);
/* The same for an act that needs a @reason too: cleans it first, so that a bad one doesn't use up the approval. @clean_reason: (out)
 * (transfer full). NULL when @task was finished with FIELD or ROLE. */
char *kaunta_desk_use_approval_for (KauntaDesk *self, KauntaApproval *approval, const char *reason, char **clean_reason, GTask *task);

/* The open till, on the store's thread; NULL with TILL when none is open. */
KauntaTill *kaunta_till_read_open (KauntaLedger *ledger, GError **error);

/* ---- What was typed (desk-field.c) ---- */

/* Says the sentence of @cause in the desk's domain as FIELD. Always FALSE. */
gboolean kaunta_desk_blame_field (const GError *cause, GError **error);
/* Finishes @task so. */
void kaunta_desk_refuse_field (GTask *task, const GError *cause);
/* A reason, cleaned. (transfer full); NULL when @task was finished with FIELD. */
char *kaunta_desk_clean_reason (const char *reason, gboolean may_be_empty, GTask *task);
