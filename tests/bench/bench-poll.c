/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "desk.h"

/* usage: bench-poll PROFILE
 *
 * A counter that has nothing to send and knows what there is to know. Says "asked" each time when the portal has answered that there is no news,
 * until standard input ends. */

static gboolean
input_ended_cb (int descriptor, GIOCondition condition, gpointer ended)
{
  *(gboolean *) ended = TRUE;
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (KauntaClock) clock = kaunta_clock_new_system ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KauntaDesk) desk = kaunta_desk_open (argv[1], clock, &error);
  gboolean ended = FALSE;
  gint64 heard_at = 0;

  if (desk == NULL)
    g_error ("%s", error->message);

  while (kaunta_desk_get_staff_known_at (desk) == 0 || kaunta_desk_get_link (desk)->kind != KAUNTA_LINK_ONLINE)
    g_main_context_iteration (NULL, TRUE);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, input_ended_cb, &ended);
  while (!ended)
    {
      if (kaunta_desk_get_link (desk)->heard_at != heard_at)
        {
          heard_at = kaunta_desk_get_link (desk)->heard_at;
          puts ("asked");
          fflush (stdout);
        }
      g_main_context_iteration (NULL, TRUE);
    }
  kaunta_desk_close (desk);
  return EXIT_SUCCESS;
}
