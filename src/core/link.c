/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "link.h"

#include <glib/gi18n-lib.h>

#include "box.h"

static void
clear_link (KauntaLink *self)
{
  g_free (self->problem);
  g_free (self->advice);
}

KAUNTA_DEFINE_BOX (KauntaLink, kaunta_link, clear_link)

/**
 * kaunta_link_new:
 *
 * Returns: (transfer full): a copy of @values
 */
KauntaLink *
kaunta_link_new (const KauntaLink *values)
{
  KauntaLink *self = g_atomic_rc_box_new0 (KauntaLink);

  *self = *values;
  self->problem = g_strdup (values->problem);
  self->advice = g_strdup (values->advice);
  return self;
}

static char *
describe_offline (gint64 waiting)
{
  if (waiting == 0)
    return g_strdup (_("Offline"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Offline · %lu waiting", "Offline · %lu waiting", (gulong) waiting),
                          (gulong) waiting);
}

/**
 * kaunta_link_describe:
 *
 * Returns: (transfer full): the link's state in the words of the header bar's button
 */
char *
kaunta_link_describe (const KauntaLink *self)
{
  switch (self->kind)
    {
    case KAUNTA_LINK_ONLINE:
      return g_strdup (_("Online"));
    case KAUNTA_LINK_SENDING:
      return g_strdup_printf (_("Sending %lu of %lu"), (gulong) self->sent, (gulong) self->to_send);
    case KAUNTA_LINK_OFFLINE:
      return describe_offline (self->waiting);
    case KAUNTA_LINK_ATTENTION:
      return g_strdup (_("Needs attention"));
    case KAUNTA_LINK_STARTING:
    default:
      return g_strdup (_("Connecting…"));
    }
}
