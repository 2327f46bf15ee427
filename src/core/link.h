/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

typedef enum
{
  KAUNTA_LINK_STARTING,  /* nothing known yet */
  KAUNTA_LINK_ONLINE,    /* the portal answered last, and has acknowledged everything */
  KAUNTA_LINK_SENDING,   /* it answers, and the tail is being sent */
  KAUNTA_LINK_OFFLINE,   /* it does not answer */
  KAUNTA_LINK_ATTENTION, /* it answers what a person must look at */
} KauntaLinkKind;

/**
 * KauntaLink:
 * @waiting: entries that the portal has not acknowledged
 * @oldest_at: UTC ms of the oldest of them; 0 when none
 * @amount: cents of money in them
 * @sent: @to_send: how far sending is, for "Sending 40 of 212"
 * @acknowledged: @acknowledged_at: the last acknowledgement (seq, UTC ms; 0 when none)
 * @heard_at: UTC ms of the last usable answer; 0 when none
 * @problem: (nullable): the last error in the window's language: what happened, what is safe
 * @advice: (nullable): what to do
 * @frozen: the portal holds another branch of this journal: selling goes on, sending waits for a person
 * @enrolling_helps: what is wrong ends when the counter is enrolled again
 * @retry_at: UTC ms of the next try; 0 when none is planned
 * @exceptions: unsettled ones known here
 *
 * How it stands between this counter and the portal. Reference counted, immutable.
 */
typedef struct
{
  KauntaLinkKind kind;
  gint64 waiting;
  gint64 oldest_at;
  gint64 amount;
  gint64 sent;
  gint64 to_send;
  gint64 acknowledged;
  gint64 acknowledged_at;
  gint64 heard_at;
  char *problem;
  char *advice;
  gboolean frozen;
  gboolean enrolling_helps;
  gint64 retry_at;
  gint64 exceptions;
} KauntaLink;

#define KAUNTA_TYPE_LINK (kaunta_link_get_type ())
GType kaunta_link_get_type (void);
KauntaLink *kaunta_link_new (const KauntaLink *values);
KauntaLink *kaunta_link_ref (KauntaLink *self);
void kaunta_link_unref (KauntaLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaLink, kaunta_link_unref)
/* "Online", "Offline · 12 waiting", "Sending 40 of 212", "Needs attention". (transfer full) */
char *kaunta_link_describe (const KauntaLink *self);
