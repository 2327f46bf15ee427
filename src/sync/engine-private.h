/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "applying.h"
#include "client.h"
#include "engine.h"
#include "tail.h"

G_BEGIN_DECLS

/**
 * KauntaStep: what an engine does, one at a time. Each has its own failures and its own rest, so that a register that can't be filled does not
 * hold back a payment.
 */
typedef enum
{
  KAUNTA_STEP_PUSH,
  KAUNTA_STEP_PULL,
  KAUNTA_STEP_FILL,
  KAUNTA_STEP_LOOK_UP,
} KauntaStep;
#define KAUNTA_N_STEPS 4
#define KAUNTA_STEPS_ALL 0xfu

struct _KauntaEngine
{
  GObject parent_instance;

  KauntaStore *store;
  KauntaClient *client;
  KauntaClock *clock;
  GRand *random;
  char *device;
  GMainContext *context;
  gulong appended_handler;
  gulong network_handler;

  /* What is to do, and what is being done. */
  gboolean running;
  gboolean wants[KAUNTA_N_STEPS];
  GQueue lookups;            /* (element-type GTask) (owned) */
  gboolean busy;             /* a step is on its way, at most one request with it */
  gboolean downloading;      /* it is a download, which may be interrupted and gone on with */
  gboolean filling;          /* a register is being made here, without the network */
  gboolean counting;         /* the tail is being read for the link's figures alone */
  GCancellable *in_flight;   /* (nullable): of the step */
  GCancellable *making;      /* (nullable): of the filling */

  /* When things rest. */
  guint failures[KAUNTA_N_STEPS];
  gint64 rests_until[KAUNTA_N_STEPS]; /* ms since the boot */
  gint64 next_poll;                   /* ms since the boot */
  guint halted;                       /* bits 1 << KauntaStep: not before somebody asks */
  guint alarm;

  /* Pushing. */
  gint64 next_check;  /* ms since the boot: when the newest entry is sent again though nothing waits */
  gint64 send_after;  /* seq, or KAUNTA_BATCH_AFTER_ACKNOWLEDGED */
  gboolean resending; /* the portal asked for older entries: it was restored from a backup */
  gint64 branch_next; /* the portal holds another branch: the first seq of this one that it has not; 0: none that is known of */
  gsize batch_bytes;  /* at most, in one push */
  gint64 first_sent;
  gint64 last_sent;
  gint64 series_from; /* acknowledged when what is being sent began */

  /* Pulling. */
  char *cursor; /* of the page that is being asked for */
  char *tag;    /* (nullable): of the snapshot that is being filled in */

  /* What the link says. */
  KauntaTail tail;
  gint64 exceptions;
  gint64 heard_at;
  gboolean answered;     /* in this run */
  GError *trouble;       /* (nullable) (owned) */
  KauntaStep trouble_of; /* the step that met it */
  KauntaLink *link;
};

/* engine.c */
gboolean kaunta_engine_may (KauntaEngine *self, KauntaStep step);
/* Makes the step's cancellable. (transfer none) */
GCancellable *kaunta_engine_begin (KauntaEngine *self);
/* The step ended without having asked the portal anything. */
void kaunta_engine_end (KauntaEngine *self);
/* The portal answered as it should. */
void kaunta_engine_succeed (KauntaEngine *self, KauntaStep step);
/* Takes @error. */
void kaunta_engine_fail (KauntaEngine *self, KauntaStep step, GError *error);
/* The same two for what goes on beside the steps. */
void kaunta_engine_note_success (KauntaEngine *self, KauntaStep step);
void kaunta_engine_note_failure (KauntaEngine *self, KauntaStep step, GError *error);
void kaunta_engine_go_on (KauntaEngine *self);
void kaunta_engine_emit_changed (KauntaEngine *self);
void kaunta_engine_emit_register_changed (KauntaEngine *self);

/* trouble.c */
/* Whether it is no step's own: nothing else need be tried before the line or the portal is back. */
gboolean kaunta_trouble_is_general (const GError *error);
/* Whether the portal does not answer, rather than answering what a person must look at. */
gboolean kaunta_trouble_is_silence (const GError *error);
/* The steps that stop until somebody asks: bits 1 << KauntaStep. */
guint kaunta_trouble_get_halted (KauntaStep step, const GError *error);

/* engine-link.c */
void kaunta_engine_update_link (KauntaEngine *self);
void kaunta_engine_take_tail (KauntaEngine *self, const KauntaBatch *batch);

/* engine-push.c, engine-pull.c, engine-fill.c, engine-lookup.c */
void kaunta_engine_push (KauntaEngine *self);
/* What the portal acknowledged is looked after again only a while from now. */
void kaunta_engine_put_check_off (KauntaEngine *self);
void kaunta_engine_count (KauntaEngine *self);
void kaunta_engine_pull (KauntaEngine *self);
void kaunta_engine_fill (KauntaEngine *self);
void kaunta_engine_look_up (KauntaEngine *self);
void kaunta_engine_drop_lookups (KauntaEngine *self);

G_END_DECLS
