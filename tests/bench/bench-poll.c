/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "desk.h"

/* usage: bench-poll PROFILE
 *
 * A counter at which nothing happens. Says "online" as soon as it is and knows its staff; from then on it asks for news by itself, until standard
 * input ends. */

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

  if (desk == NULL)
    g_error ("%s", error->message);

  while (kaunta_desk_get_staff_known_at (desk) == 0 || kaunta_desk_get_link (desk)->kind != KAUNTA_LINK_ONLINE)
    g_main_context_iteration (NULL, TRUE);
  puts ("online");
  fflush (stdout);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, input_ended_cb, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  kaunta_desk_close (desk);
  return EXIT_SUCCESS;
}
