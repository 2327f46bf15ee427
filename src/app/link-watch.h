/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "link.h"

G_BEGIN_DECLS

/**
 * KauntaLinkWatch:
 *
 * Decides when the window says something about the line without being asked: once when it goes, once
 * when it is back and everything has arrived, once when somebody must look.
 */
typedef struct _KauntaLinkWatch KauntaLinkWatch;

KauntaLinkWatch *kaunta_link_watch_new (void);
void kaunta_link_watch_free (KauntaLinkWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaLinkWatch, kaunta_link_watch_free)

/* The sentence to say about @link, given what was said before; NULL when there is no news. (transfer
 * full) (nullable) */
char *kaunta_link_watch_notice (KauntaLinkWatch *self, const KauntaLink *link);
/* Knows what @other knows: what it said need not be said again. */
void kaunta_link_watch_follow (KauntaLinkWatch *self, const KauntaLinkWatch *other);

G_END_DECLS
