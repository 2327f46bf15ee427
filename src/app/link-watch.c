/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "link-watch.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

struct _KauntaLinkWatch
{
  gboolean down;         /* said that the line is down, and not yet that it is back */
  gboolean attention;    /* said that somebody must look */
  gint64 acknowledged;   /* what the portal held when the line went */
};

KauntaLinkWatch *
kaunta_link_watch_new (void)
{
  return g_new0 (KauntaLinkWatch, 1);
}

void
kaunta_link_watch_free (KauntaLinkWatch *self)
{
  g_free (self);
}

static char *
notice_down (KauntaLinkWatch *self, const KauntaLink *link)
{
  if (self->down)
    return NULL;
  self->down = TRUE;
  self->acknowledged = link->acknowledged;
  return g_strdup (_("The line is down. Go on working; everything is stored on this computer."));
}

static char *
notice_up (KauntaLinkWatch *self, const KauntaLink *link)
{
  gint64 sent = link->acknowledged - self->acknowledged;

  self->attention = FALSE;
  if (!self->down)
    return NULL;
  self->down = FALSE;
  if (sent <= 0)
    return g_strdup (_("The line is back."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "The line is back. %" PRId64 " entry was sent.",
                                       "The line is back. %" PRId64 " entries were sent.",
                                       sent),
                          sent);
}

static char *
notice_attention (KauntaLinkWatch *self, const KauntaLink *link)
{
  if (self->attention)
    return NULL;
  self->attention = TRUE;
  if (link->problem == NULL)
    return g_strdup (_("The portal’s answer needs attention. Everything is stored on this computer."));
  return g_strdup (link->problem);
}

char *
kaunta_link_watch_notice (KauntaLinkWatch *self, const KauntaLink *link)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (link != NULL, NULL);

  switch (link->kind)
    {
    case KAUNTA_LINK_OFFLINE:
      return notice_down (self, link);
    case KAUNTA_LINK_ONLINE:
      return notice_up (self, link);
    case KAUNTA_LINK_ATTENTION:
      return notice_attention (self, link);
    case KAUNTA_LINK_STARTING:
    case KAUNTA_LINK_SENDING:
    default:
      return NULL;
    }
}

void
kaunta_link_watch_follow (KauntaLinkWatch *self, const KauntaLinkWatch *other)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (other != NULL);

  *self = *other;
}
