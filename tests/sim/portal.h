/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "router.h"
#include "world.h"

G_BEGIN_DECLS

/**
 * SimPortal:
 *
 * The portal's machine: the real router over the real storage on a disk that can fail. It may be down.
 */
SimPortal *sim_portal_new (SimWorld *world);
void sim_portal_free (SimPortal *self);

/* Answers as the network would see it. FALSE when there is no answer: it is down, or went down while answering. */
gboolean sim_portal_answer (SimPortal *self, const KauntaPortalRequest *request, KauntaPortalAnswer *answer);
/* (transfer full) */
char *sim_portal_create_code (SimPortal *self, const char *device);
/* NULL while it is down. (transfer none) */
KauntaPortalStorage *sim_portal_get_storage (SimPortal *self);
/* The database's path. */
const char *sim_portal_get_path (SimPortal *self);
/* How often it was restored from a backup: what was acknowledged before may be held no more, until it is sent again. */
guint sim_portal_get_restores (SimPortal *self);

/* One chance for each of its faults. */
void sim_portal_step (SimPortal *self);
/* Up, with a disk that works, whatever it was. */
void sim_portal_recover (SimPortal *self);

G_END_DECLS
